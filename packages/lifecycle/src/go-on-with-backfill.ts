import type { Job } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Has the torrent creator go on with a backfill that stands still: its invocation had no more time, or died, or was never begun.
 * The row was taken with a time at which the sweep comes back, should this one be lost too.
 */
export async function goOnWithBackfill(
  { orders, log, metrics }: Pick<Deps, 'orders' | 'log' | 'metrics'>,
  { jobId }: Job,
): Promise<'goneOn' | 'leftAlone'> {
  if (!orders) {
    log.warn('backfill stands still: TORRENT_FUNCTION is not set, so nobody can be told to go on', { jobId })
    return 'leftAlone'
  }
  await orders.goOn(jobId)
  metrics.count('SweepRepaired', { reason: 'BACKFILL_LEFT_OFF' })
  return 'goneOn'
}
