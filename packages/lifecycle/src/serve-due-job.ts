import { type DueJob, isEnded, type Job, jobStatuses, lookAfter } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { launchSeeder } from './launch-seeder.ts'

/** What became of a due job: rung for, its seeder looked after, taken out of the index, found to have moved on, or not the sweep's to touch. */
export type Outcome = 'rung' | 'seeded' | 'dropped' | 'movedOn' | 'leftAlone'

/**
 * Rings for a job that waits. It is taken by a conditional write first, which says when to look next: of two sweeps one takes
 * it, and where the bell is lost again, a later sweep finds it due. A job with a recorder is left alone.
 */
export async function serveDueJob(deps: Deps, due: DueJob): Promise<Outcome> {
  if (isEnded(due.status)) return (await seedCompletedJob(deps, due)) ? 'seeded' : dropEndedJob(deps, due)
  if (due.status !== 'PENDING') return 'leftAlone'
  const { jobId, sendSeq, lookAt } = due
  const taken = await deps.jobs.change(
    jobId,
    { status: ['PENDING'], lookAt, cancelNotRequested: true },
    { set: { sendSeq: sendSeq + 1, ...lookAfter('bell', deps.clock.now()) } },
  )
  if (!taken.changed) return 'movedOn'
  await deps.queue.ring(jobId, taken.job.sendSeq)
  deps.metrics.count('SweepRepaired', { reason: reasonOf(taken.job) })
  return 'rung'
}

/** A completed job is in the index while the launch of its seeder is not known to have happened. */
async function seedCompletedJob(deps: Deps, { jobId, lookAt }: DueJob): Promise<boolean> {
  if (!deps.seeders) return false
  const { changed, job } = await deps.jobs.change(
    jobId,
    { status: ['COMPLETED'], seeding: ['LAUNCHING'], lookAt },
    { set: lookAfter('bell', deps.clock.now()) },
  )
  if (changed) await launchSeeder(deps, job)
  return changed
}

/** A recorder of a version that knew no index ends its job without a word to it; and seeding may be off by now. */
async function dropEndedJob({ jobs }: Deps, { jobId, lookAt }: DueJob): Promise<Outcome> {
  const ended = { status: jobStatuses.filter(isEnded), lookAt }
  const { changed } = await jobs.change(jobId, ended, { remove: ['open', 'lookAt'] })
  return changed ? 'dropped' : 'movedOn'
}

/** Why a job that waits had to be rung for: its claim was never heard of again, its wait is over, or its bell got lost. */
function reasonOf({ taskDefinition, nextAt }: Job): string {
  if (taskDefinition !== undefined) return 'LAUNCH_UNKNOWN'
  return nextAt === undefined ? 'BELL_LOST' : 'WAIT_OVER'
}
