import type { Job } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Rings for a job whose row is written. A bell that cannot be rung is no reason to refuse the job: the row is the truth, and
 * the sweep rings for whatever stays unlaunched. So the caller is told the job, and the operator what happened.
 */
export async function ringBell(
  { queue, log, metrics }: Pick<Deps, 'queue' | 'log' | 'metrics'>,
  { jobId, sendSeq }: Job,
): Promise<void> {
  try {
    await queue.ring(jobId, sendSeq)
  } catch (error) {
    metrics.count('LaunchDeferred', { reason: 'BELL_NOT_RUNG' })
    log.error('bell not rung, the sweep will', { jobId, error })
  }
}
