import { type DueJob, isEnded, type Job, jobStatuses, lookAfter, openSeedingStates } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { endStoppedSeeding } from './end-stopped-seeding.ts'
import { launchSeeder } from './launch-seeder.ts'
import { endOf, missing } from './stopped-task.ts'

/** What became of an ended job that is in the index. */
export type SeedingJudgement = 'seeded' | 'settled' | 'leftAlone' | 'dropped' | 'movedOn'

/** How long ECS may not yet know a task that was launched. */
const MISSING_MS = 10 * 60_000

/**
 * Looks after the seeding of a completed job: a seeder that is still to be launched is, and one that is to be there is judged
 * by what ECS says of it, as a recorder is.
 */
export async function judgeSeeding(deps: Deps, { jobId, lookAt }: DueJob): Promise<SeedingJudgement> {
  const { jobs, clock, seeders } = deps
  const taken = await jobs.change(
    jobId,
    { status: ['COMPLETED'], seeding: openSeedingStates, lookAt },
    { set: lookAfter('bell', clock.now()) },
  )
  if (!taken.changed) return drop(deps, { jobId, lookAt })
  const { job } = taken
  if (job.seeder?.startsWith('arn:')) return judgeSeeder(deps, job, job.seeder)
  // A seeder that was started by hand is no task, and is looked after by who started it.
  if (job.seeder !== undefined || !seeders) return drop(deps, { jobId, lookAt: job.lookAt ?? '' })
  await launchSeeder(deps, job)
  return 'seeded'
}

async function judgeSeeder(deps: Deps, job: Job, seeder: string): Promise<SeedingJudgement> {
  const { jobs, tasks, clock, metrics } = deps
  const task = await tasks.find(seeder)
  const isYoung = clock.now().getTime() - Date.parse(job.seeding?.since ?? '') < MISSING_MS
  if (task ? task.lastStatus !== 'STOPPED' : isYoung) {
    await jobs.change(job.jobId, { seeder }, { set: lookAfter('seeder', clock.now()) })
    return 'leftAlone'
  }
  const end = task ? endOf(task, 'seeder') : missing('seeder')
  if (!(await endStoppedSeeding(deps, job, seeder, end))) return 'movedOn'
  metrics.count('SweepRepaired', { reason: task ? 'SEEDER_STOPPED' : 'SEEDER_MISSING' })
  return 'settled'
}

/** A recorder of a version that knew no index ends its job without a word to it; and seeding may be off by now. */
async function drop({ jobs }: Deps, { jobId, lookAt }: Pick<DueJob, 'jobId' | 'lookAt'>): Promise<SeedingJudgement> {
  const ended = { status: jobStatuses.filter(isEnded), lookAt }
  const { changed } = await jobs.change(jobId, ended, { remove: ['open', 'lookAt'] })
  return changed ? 'dropped' : 'movedOn'
}
