import { inTime, withTimeLeft } from '@chronicle/core'
import { eventBundle, sqsBundle } from '@chronicle/core/lambda'
import type { Context, SQSEvent } from 'aws-lambda'
import * as z from 'zod/mini'
import type { Deps } from './deps.ts'
import { hearOfStoppedTask } from './hear-of-stopped-task.ts'
import { taskEventSchema } from './stopped-task.ts'
import { sweep } from './sweep.ts'
import { takeDeadLetter } from './take-dead-letter.ts'

/**
 * The schedule's own event says nothing but that it is time.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
const scheduleEventSchema = z.object({ 'detail-type': z.literal('Scheduled Event') })

/**
 * Kept of the function's time for the answer, in milliseconds. All calls to AWS together get the rest, also the minutes that S3
 * may take to put a recording together: what is cut off is due again, and found done or done then.
 */
const RESERVE_MS = 3000

const eventSchema = z.discriminatedUnion('detail-type', [taskEventSchema, scheduleEventSchema])

/**
 * One function, two chains: the dead letters of the queue; and events, those of ECS, of which only a task's end says
 * something about its job that its program may not have said itself, and the schedule's, each minute.
 */
export function createHandler(deps: Deps) {
  const letters = sqsBundle(deps).handler(({ Records }) =>
    Promise.allSettled(Records.map(({ messageId, body }) => inTime(() => takeDeadLetter(deps, { messageId, body })))),
  )
  const events = eventBundle<unknown, void>(deps).handler(async (input: unknown, context: Context) => {
    const event = eventSchema.parse(input)
    if (event['detail-type'] === 'Scheduled Event') await sweep(deps, () => context.getRemainingTimeInMillis())
    else if (event.detail.lastStatus === 'STOPPED') await hearOfStoppedTask(deps, event.detail)
  })
  return (event: unknown, context: Context): Promise<unknown> =>
    withTimeLeft<unknown>(
      () => context.getRemainingTimeInMillis() - RESERVE_MS,
      () => (isQueueEvent(event) ? letters(event, context) : events(event, context)),
    )
}

const isQueueEvent = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event
