import type middy from '@middy/core'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'

/**
 * Gives the handler every header under `headers`, also where the caller fills only `multiValueHeaders`, as a load balancer does
 * and tests of a function by hand. Of several values the last counts, which is the one that API Gateway puts there.
 */
export function singleHeaders(): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  return {
    before: ({ event }) => {
      const last = Object.entries(event.multiValueHeaders ?? {}).map(([name, values]) => [name, values?.at(-1)])
      event.headers = { ...Object.fromEntries(last), ...event.headers }
    },
  }
}
