import { type Backfill, type Change, type Job, lookAfter, lookFrom, nothingBackfilled, ttlAt } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { orderPage, type ServedPage } from './order-page.ts'
import { isOutOfPatience, standsAs } from './standing.ts'

/**
 * Serves the next page of a backfill: what became of it is counted by the one write that moves the checkpoint, so that of two
 * invocations that serve the same page one counts it. Answers the row where there is more to do, and undefined where nothing is left
 * for this invocation: the backfill is done or was cancelled, another invocation is at it, or there is no time.
 */
export async function servePage(deps: Deps, job: Job, hasTime: () => boolean): Promise<Job | undefined> {
  const { jobs, listing, clock, log } = deps
  const { jobId, s3Bucket: bucket = '', prefix = '', backfill = nothingBackfilled } = job
  const { keys, isLast } = await listing.page(bucket, prefix, backfill.after)
  const page = keys.length > 0 ? await orderPage(deps, bucket, keys, hasTime) : nothingListed(backfill)
  if (isFutile(page) && !isOutOfPatience(deps, job))
    throw new AggregateError(page.failures, `nothing of this page could be ordered: ${String(page.failures[0])}`)

  const isDone = isLast && page.outcomes.length === keys.length
  const isOver = isDone || !hasTime()
  const noted = notes(page, backfill, clock.now())
  const after = isDone ? end(deps, job) : { set: isOver ? lookFrom(clock.now()) : lookAfter('backfill', clock.now()) }
  const change: Change = { ...after, set: { ...noted, ...after.set }, remove: ['statusReason'] }
  const outcome = await jobs.change(jobId, standsAs(job), change)
  if (!outcome.changed) {
    log.info('backfill is in other hands, or over', { jobId, after: backfill.after, status: outcome.job?.status })
    return undefined
  }
  log.info(isDone ? 'backfill done' : 'page of a backfill served', { jobId, ...noted.backfill })
  return isOver ? undefined : outcome.job
}

const nothingListed = ({ after }: Backfill): ServedPage => ({ last: after, outcomes: [], failures: [] })

/** Everything that was to be ordered has failed: it is AWS that fails, and not an object. */
const isFutile = ({ outcomes }: ServedPage) =>
  outcomes.includes('failed') && outcomes.every((outcome) => outcome === 'failed' || outcome === 'passedOver')

function notes(page: ServedPage, before: Backfill, now: Date) {
  const count = (wanted: ServedPage['outcomes'][number]) => page.outcomes.filter((outcome) => outcome === wanted).length
  const backfill: Backfill = {
    after: page.last,
    listed: before.listed + page.outcomes.length - count('passedOver'),
    ready: before.ready + count('ready'),
    ordered: before.ordered + count('ordered'),
    refused: before.refused + count('refused'),
    failed: before.failed + count('failed'),
  }
  return { backfill, ...(!isFutile(page) && { lastHeartbeat: now.toISOString() }) }
}

function end({ clock, config }: Pick<Deps, 'clock' | 'config'>, { attempt }: Job) {
  const now = clock.now()
  const at = now.toISOString()
  const status = 'COMPLETED' as const
  return { set: { status, finishedAt: at, ttl: ttlAt(now, config.ttlDays) }, event: { at, status, attempt } }
}
