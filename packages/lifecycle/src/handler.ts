import { eventBundle } from '@chronicle/core/lambda'
import type { Deps } from './deps.ts'
import { endStoppedJob } from './end-stopped-job.ts'
import { taskEventSchema } from './stopped-task.ts'

/** Task events from ECS. Only a task's end says something about its job that the recorder may not have said itself. */
export function createHandler(deps: Deps) {
  return eventBundle<unknown, void>(deps).handler(async (event: unknown) => {
    const { detail } = taskEventSchema.parse(event)
    if (detail.lastStatus === 'STOPPED') await endStoppedJob(deps, detail)
  })
}
