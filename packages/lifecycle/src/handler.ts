import { eventBundle } from '@chronicle/core/lambda'
import type { Context } from 'aws-lambda'
import * as z from 'zod/mini'
import type { Deps } from './deps.ts'
import { hearOfStoppedTask } from './hear-of-stopped-task.ts'
import { ringDueJobs } from './ring-due-jobs.ts'
import { taskEventSchema } from './stopped-task.ts'

/**
 * The schedule's own event says nothing but that it is time.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-rule-schedule.html
 */
const scheduleEventSchema = z.object({ 'detail-type': z.literal('Scheduled Event') })

const eventSchema = z.discriminatedUnion('detail-type', [taskEventSchema, scheduleEventSchema])

/** The sweep leaves off this long before the function is stopped: time for a call that needs all of its attempts. */
const RESERVE_MS = 20_000

/**
 * Task events from ECS, of which only a task's end says something about its job that its program may not have said itself;
 * and the schedule's, each minute.
 */
export function createHandler(deps: Deps) {
  return eventBundle<unknown, void>(deps).handler(async (input: unknown, context: Context) => {
    const event = eventSchema.parse(input)
    if (event['detail-type'] === 'Scheduled Event')
      await ringDueJobs(deps, () => context.getRemainingTimeInMillis() > RESERVE_MS)
    else if (event.detail.lastStatus === 'STOPPED') await hearOfStoppedTask(deps, event.detail)
  })
}
