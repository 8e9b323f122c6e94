import { openSeedingStates } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { LaunchId } from './launch-id.ts'
import type { TaskEnd } from './stopped-task.ts'

/**
 * Ends the seeding of a task that is over as FAILED, if its seeder did not end it. The row decides, as for a job: the seeding
 * must still be open, of this attempt, and in the hands of no other task. The job's status stays what it is. Answers whether
 * it was ended.
 */
export async function endStoppedSeeding(
  { jobs, clock, log, metrics }: Deps,
  { jobId, attempt }: Pick<LaunchId, 'jobId' | 'attempt'>,
  taskArn: string,
  { errorCode, error }: TaskEnd,
): Promise<boolean> {
  const { changed } = await jobs.change(
    jobId,
    { attempt, seeding: openSeedingStates, seederAbsentOr: taskArn },
    {
      set: { seeding: { state: 'FAILED', since: clock.now().toISOString(), errorCode, error } },
      remove: ['seeder', 'open', 'lookAt'],
    },
  )
  log.info(changed ? 'seeding ended with its task' : 'seeding has moved on', { jobId, attempt, taskArn })
  if (changed) metrics.count('SeedingFailed', { code: errorCode })
  return changed
}
