import { type Job, ttlAt } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { RecordingFailed } from '../failures.ts'
import type { Session } from '../session.ts'
import type { EndReason } from '../stop-switch.ts'
import { isWhole } from './limits.ts'

type EndDeps = Pick<Deps, 'clock' | 'config'>

/** The job has its recording, whole or cut short. */
export function completeJob(
  deps: EndDeps,
  { job, row }: Session,
  endReason: EndReason,
  outcome: Partial<Job>,
): Promise<void> {
  const partial = isWhole(endReason, job, deps.config.maxDurationSeconds) ? {} : { partial: true }
  return row.end('COMPLETED', { ...outcome, ...partial, ...finished(deps), endReason }, endReason)
}

/** The job has no recording, since it was cancelled before there was anything to keep. */
export function cancelJob(deps: EndDeps, { row }: Session): Promise<void> {
  return row.end('CANCELLED', { ...finished(deps), endReason: 'CANCEL_REQUESTED' }, 'CANCEL_REQUESTED')
}

/** The job has no recording, and says why, with what the tools said last. */
export function failJob(deps: EndDeps, { row, toolLog }: Session, error: unknown): Promise<void> {
  const { code, message } = describe(error)
  const errorDetail = toolLog.tail()
  const attributes = { errorCode: code, error: message, ...(errorDetail !== undefined && { errorDetail }) }
  return row.end('FAILED', { ...finished(deps), ...attributes }, message)
}

function describe(error: unknown): { readonly code: string; readonly message: string } {
  if (error instanceof RecordingFailed) return error
  const cause = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return { code: 'RECORDER_FAILED', message: `the recorder failed (${cause}); submit again` }
}

function finished({ clock, config }: EndDeps) {
  const now = clock.now()
  return { finishedAt: now.toISOString(), ttl: ttlAt(now, config.ttlDays) }
}
