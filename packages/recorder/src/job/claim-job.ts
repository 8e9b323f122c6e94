import { type Job, lookAfter } from '@chronicle/core'
import type { JobDeps } from '../deps.ts'

/**
 * The fence: makes this recorder the one that records the job's attempt. Undefined where it must not, because another one
 * does, the launch was given up, the job is over, or its cancellation was asked for; nothing is written then.
 */
export async function claimJob({
  assignment,
  jobs,
  clock,
  log,
}: Pick<JobDeps, 'assignment' | 'jobs' | 'clock' | 'log'>): Promise<Job | undefined> {
  const { jobId, attempt, launch, runner } = assignment
  const outcome = await jobs.change(
    jobId,
    { attempt, launch, status: ['PENDING', 'STARTED'], cancelNotRequested: true, runnerAbsentOr: runner },
    { set: { runner, ...lookAfter('recorder', clock.now()) } },
  )
  if (outcome.changed) return outcome.job
  log.info('not mine to record', { ...assignment, status: outcome.job?.status, recordedBy: outcome.job?.runner })
  return undefined
}
