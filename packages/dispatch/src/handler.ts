import type { APIGatewayProxyEvent, Context, SQSEvent } from 'aws-lambda'
import { createApiHandler } from './api-handler.ts'
import type { Deps } from './deps.ts'
import { createInvokeHandler } from './invoke-handler.ts'
import { createQueueHandler } from './queue-handler.ts'

/** One function, three ways in, each with a chain of its own: a middleware of one must never see the other's events. */
export function createHandler(deps: Deps) {
  const api = createApiHandler(deps)
  const queue = createQueueHandler(deps)
  const invoke = createInvokeHandler(deps)
  return (event: unknown, context: Context): Promise<unknown> => {
    if (isQueueEvent(event)) return queue(event, context)
    if (isApiEvent(event)) return api(event, context)
    return invoke(event, context)
  }
}

const isQueueEvent = (event: unknown): event is SQSEvent => has(event, 'Records')
const isApiEvent = (event: unknown): event is APIGatewayProxyEvent =>
  has(event, 'httpMethod') && has(event, 'requestContext')
const has = (event: unknown, key: string) => typeof event === 'object' && event !== null && key in event
