import { openSeedingStates } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { LaunchId } from './launch-id.ts'
import { endOf, type TaskDetail } from './stopped-task.ts'

/**
 * Ends the seeding of a stopped task as FAILED, if its seeder did not end it. The row decides, as for a job: the seeding must
 * still be open, of this attempt, and in the hands of no other task. The job's status stays what it is.
 */
export async function endStoppedSeeding(
  { jobs, clock, log, metrics }: Deps,
  { jobId, attempt, launch }: LaunchId,
  task: TaskDetail,
): Promise<void> {
  const { errorCode, error } = endOf(task, 'seeder')
  const { changed } = await jobs.change(
    jobId,
    { attempt, seeding: openSeedingStates, seederAbsentOr: task.taskArn },
    {
      set: { seeding: { state: 'FAILED', since: clock.now().toISOString(), errorCode, error } },
      remove: ['seeder', 'open', 'lookAt'],
    },
  )
  const outcome = changed ? 'seeding ended with its task' : 'seeding has moved on'
  log.info(outcome, { jobId, attempt, launch, taskArn: task.taskArn })
  if (changed) metrics.count('SeedingFailed', { code: errorCode })
}
