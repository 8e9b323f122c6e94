import { type Job, ttlAt } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { isOutOfPatience, standsAs } from './standing.ts'

/** Notes in the row what a backfill is held up by: it is tried again by Lambda and the sweep, and after an hour it is FAILED. */
export async function holdUp(deps: Pick<Deps, 'jobs' | 'clock' | 'config' | 'log'>, job: Job, error: unknown) {
  const { jobs, clock, config, log } = deps
  const { jobId, attempt, backfill } = job
  log.error('backfill held up', { jobId, after: backfill?.after, error })
  const problem = `below "${job.prefix}", after "${backfill?.after}": ${String(error)}`
  if (!isOutOfPatience(deps, job)) {
    await jobs.change(jobId, standsAs(job), { set: { statusReason: `It is tried again; ${problem}` } })
    return
  }
  const now = clock.now()
  const at = now.toISOString()
  const said = `it has come no further for an hour, ${problem}; POST /torrents with its prefix begins it anew`
  const end = { status: 'FAILED', errorCode: 'BACKFILL_HELD_UP', error: said } as const
  await jobs.change(jobId, standsAs(job), {
    set: { ...end, finishedAt: at, ttl: ttlAt(now, config.ttlDays) },
    remove: ['statusReason'],
    event: { at, status: end.status, attempt, reason: said },
  })
}
