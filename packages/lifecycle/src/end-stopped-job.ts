import { type Job, openStatuses, ttlAt } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { LaunchId } from './launch-id.ts'
import { endOf, type TaskDetail } from './stopped-task.ts'

/**
 * Ends the job of a stopped task as FAILED, if its recorder did not end it. Events come late, twice and out of order, so the
 * row decides: it must still be at this launch, open, and in the hands of no other task. Answers the job as it is then.
 */
export async function endStoppedJob(
  { jobs, clock, config, log, metrics }: Deps,
  { jobId, attempt, launch }: LaunchId,
  task: TaskDetail,
): Promise<Job | undefined> {
  const now = clock.now()
  const at = now.toISOString()
  const end = endOf(task, 'recorder')
  const { changed, job } = await jobs.change(
    jobId,
    { attempt, launch, status: openStatuses, runnerAbsentOr: task.taskArn },
    {
      set: { ...end, status: 'FAILED', finishedAt: at, ttl: ttlAt(now, config.ttlDays) },
      event: { at, status: 'FAILED', attempt, reason: end.error },
    },
  )
  log.info(changed ? 'job ended with its task' : 'job has moved on', { jobId, attempt, launch, taskArn: task.taskArn })
  if (changed) metrics.count('JobFailed', { code: end.errorCode })
  return job
}
