import type { WatchedTask } from '@chronicle/core'
import { isEnded, type Job, jobStatuses, lookAfter, openStatuses } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { isOfEarlierJob } from './earlier-job.ts'
import type { LaunchId } from './launch-id.ts'
import { countEnd, settleJob } from './settle-job.ts'
import { endOf } from './stopped-task.ts'

/**
 * Settles the job of a stopped task, if its recorder did not end it. Events come late, twice and out of order, so the row
 * decides: it must still be at this launch, open, and in the hands of no other task. Answers the job as it is then.
 */
export async function endStoppedJob(deps: Deps, id: LaunchId, task: WatchedTask): Promise<Job | undefined> {
  const { jobId, attempt, launch } = id
  const taken = await deps.jobs.change(
    jobId,
    { attempt, launch, status: openStatuses, runnerAbsentOr: task.taskArn },
    { set: lookAfter('judgement', deps.clock.now()) },
  )
  if (!taken.changed) return countOwnEnd(deps, id)
  if (isOfEarlierJob(task, taken.job)) {
    deps.log.info('task of an earlier job', { jobId, attempt, launch, taskArn: task.taskArn })
    return undefined
  }
  return (await settleJob(deps, taken.job, endOf(task, 'recorder'))).job
}

/** Counts a job that its recorder has ended, by the first event of its task: the row remembers. */
async function countOwnEnd(deps: Deps, { jobId, attempt, launch }: LaunchId): Promise<Job | undefined> {
  const { changed, job } = await deps.jobs.change(
    jobId,
    { attempt, launch, status: jobStatuses.filter(isEnded), absent: ['endHeardAt'] },
    { set: { endHeardAt: deps.clock.now().toISOString() } },
  )
  if (changed) countEnd(deps, job)
  else deps.log.info('job has moved on', { jobId, attempt, launch })
  return job
}
