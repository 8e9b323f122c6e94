import { type Job, type JobEnd, orEarlierRecording, ttlAt } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { RecordingFailed } from '../failures.ts'
import type { Session } from '../session.ts'
import type { EndReason } from '../stop-switch.ts'
import { outcomeOf } from './limits.ts'

type EndDeps = Pick<Deps, 'clock'> & { readonly config: Pick<Deps['config'], 'maxDurationSeconds' | 'ttlDays'> }

/** As much of a session as its end needs. */
type Ending = Pick<Session, 'job' | 'row' | 'progress' | 'toolLog'>

/** The job has its recording, whole or cut short. */
export function completeJob(
  deps: EndDeps,
  { job, row, progress }: Ending,
  endReason: EndReason,
  outcome: Partial<Job>,
): Promise<void> {
  const ended = outcomeOf(endReason, job, deps.config.maxDurationSeconds, progress.gaps)
  return row.end('COMPLETED', { ...outcome, ...ended, ...finished(deps) }, endReason)
}

/** This attempt has no recording, since the job was cancelled before there was anything to keep. */
export function cancelJob(deps: EndDeps, session: Ending): Promise<void> {
  const attributes = { endReason: 'CANCEL_REQUESTED' }
  return endWithNothing(deps, session, { status: 'CANCELLED', attributes, reason: 'CANCEL_REQUESTED' })
}

/** This attempt has no recording, and says why, with what the tools said last. */
export function failJob(deps: EndDeps, session: Ending, error: unknown): Promise<void> {
  const { code, message } = describe(error)
  const errorDetail = session.toolLog.tail()
  const attributes = { errorCode: code, error: message, ...(errorDetail !== undefined && { errorDetail }) }
  return endWithNothing(deps, session, { status: 'FAILED', attributes, reason: message })
}

function endWithNothing(deps: EndDeps, { job, row }: Ending, end: JobEnd): Promise<void> {
  const { status, attributes, reason } = orEarlierRecording(job, end)
  return row.end(status, { ...finished(deps), ...attributes }, reason)
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
