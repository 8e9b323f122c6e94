import { withTimeLeft } from '@chronicle/core'
import { isApiEvent } from '@chronicle/core/lambda'
import type { Context, SQSEvent } from 'aws-lambda'
import { createApiHandler } from './api-handler.ts'
import type { Deps } from './deps.ts'
import { createInvokeHandler } from './invoke-handler.ts'
import { createQueueHandler } from './queue-handler.ts'

/**
 * What each way in keeps of the function's time for its answer, in milliseconds. All calls to AWS together get the rest, so
 * an answer is never lost to a service that hangs: the API's is given within 25 of 30 seconds, and the queue's has a few to
 * say when the messages that failed are to come back.
 */
const reserveMs = { api: 6000, queue: 4000, invoke: 2000 } as const

/** One function, three ways in, each with a chain of its own: a middleware of one must never see the other's events. */
export function createHandler(deps: Deps) {
  const api = createApiHandler(deps)
  const queue = createQueueHandler(deps)
  const invoke = createInvokeHandler(deps)
  return (event: unknown, context: Context): Promise<unknown> => {
    const within = (way: keyof typeof reserveMs, work: () => Promise<unknown>) =>
      withTimeLeft(() => context.getRemainingTimeInMillis() - reserveMs[way], work)
    if (isQueueEvent(event)) return within('queue', () => queue(event, context))
    if (isApiEvent(event)) return within('api', () => api(event, context))
    return within('invoke', () => invoke(event, context))
  }
}

const isQueueEvent = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event
