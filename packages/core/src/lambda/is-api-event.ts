import type { APIGatewayProxyEvent } from 'aws-lambda'

/** Tells a request of API Gateway's from what else a function is invoked with. */
export const isApiEvent = (event: unknown): event is APIGatewayProxyEvent =>
  typeof event === 'object' && event !== null && 'httpMethod' in event && 'requestContext' in event
