import { type Change, type Guard, type Job, lookAfter, openStatuses } from '@chronicle/core'
import type { Deps } from './deps.ts'

/** The guard of every write to a job that was read: still open, at the same launch, and in the same hands or nobody's. */
export function ownedAs({ attempt, launch, runner }: Job): Guard {
  const hands = runner === undefined ? { absent: ['runner' as const] } : { runner }
  return { attempt, launch, status: openStatuses, ...hands }
}

/** The guard of a write that depends on whether the job was cancelled: that it still is, or is not. */
export const cancelledAs = ({ cancelRequested }: Job): Guard => (cancelRequested ? {} : { cancelNotRequested: true })

/**
 * Takes the row before something is done for it that cannot be undone, and has the sweep look at it again later, should whoever
 * does it die meanwhile. Answers the row, or undefined where the job has moved on.
 */
export async function hold(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  job: Job,
  { set, ...change }: Change = {},
): Promise<Job | undefined> {
  const look = lookAfter('judgement', clock.now())
  const outcome = await jobs.change(job.jobId, ownedAs(job), { ...change, set: { ...set, ...look } })
  return outcome.changed ? outcome.job : undefined
}
