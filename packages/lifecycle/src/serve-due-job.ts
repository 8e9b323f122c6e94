import { type DueJob, isEnded, lookAfter, openStatuses } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { goOnWithBackfill } from './go-on-with-backfill.ts'
import { type Judgement, judgeJob } from './judge-job.ts'
import { judgeSeeding, type SeedingJudgement } from './judge-seeding.ts'
import { ringForJob } from './ring-for-job.ts'

/** What became of a due job; `left` is one for which there was no time. */
export type Outcome = 'rung' | 'goneOn' | 'left' | Judgement | SeedingJudgement

/**
 * What the sweep does for one due job. It is taken by a conditional write first, which says when to look next: of two sweeps
 * one takes it, and where this one dies, a later one finds it due.
 */
export async function serveDueJob(deps: Deps, due: DueJob, hasTimeToJudge: () => boolean): Promise<Outcome> {
  if (isEnded(due.status)) return judgeSeeding(deps, due)
  if (due.status === 'PENDING') {
    const outcome = await ringForJob(deps, due)
    if (outcome) return outcome
  }
  if (!hasTimeToJudge()) return 'left'
  const { changed, job } = await deps.jobs.change(
    due.jobId,
    { status: openStatuses, lookAt: due.lookAt },
    { set: lookAfter('judgement', deps.clock.now()) },
  )
  if (!changed) return 'movedOn'
  return job.kind === 'backfill' ? goOnWithBackfill(deps, job) : judgeJob(deps, job)
}
