import { attemptOf, type Change, type Job, type JobEnd, lookFrom, nextAttempt } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { Recording } from './keep-recording.ts'
import type { TaskEnd } from './stopped-task.ts'

/**
 * Whether a job whose recorder is dead goes on with another attempt without being asked: another recorder may do better, the
 * stream may still run, and attempts and time are left. Only the next recorder finds out whether it does.
 */
export function goesOn(
  job: Job,
  end: TaskEnd,
  recording: Recording | undefined,
  { config }: Pick<Deps, 'config'>,
): boolean {
  // An object's row has attempts as often as the object is replaced; those at the version before do not count.
  const attempts = job.kind === 'torrent' ? (job.attempts?.length ?? 0) + 1 : job.attempt
  if (!mayDoBetter(job, end) || job.cancelRequested || attempts >= config.maxAttempts) return false
  // The capture was over, and most of it is kept.
  if (recording && job.uploadingAt !== undefined) return false
  return secondsSpent(job) < secondsAllowed(job, config)
}

/** A task that could not make a torrent leaves its row open where the next one may: it reads the same object, and has lost nothing. */
const mayDoBetter = ({ kind }: Job, { mayPass, errorCode }: TaskEnd) =>
  mayPass || (kind === 'torrent' && errorCode === 'RECORDER_EXITED')

/** How long a job may be recorded. */
export const secondsAllowed = (job: Job, { maxDurationSeconds }: Deps['config']): number =>
  Math.min(job.maxDurationSeconds ?? Number.POSITIVE_INFINITY, maxDurationSeconds)

/** How long all attempts together have recorded. */
function secondsSpent(job: Job): number {
  const spans = [...(job.attempts ?? []), { ...job, finishedAt: job.lastHeartbeat }]
  return spans.reduce((sum, { recordingAt, finishedAt }) => {
    const isKnown = recordingAt !== undefined && finishedAt !== undefined
    return isKnown ? sum + Math.max(Date.parse(finishedAt) - Date.parse(recordingAt), 0) / 1000 : sum
  }, 0)
}

/** What a start that failed for a passing reason waits, doubled with each attempt. */
const START_PAUSE_MS = 30_000

/** The change by which the next attempt begins, at once or, where its task could not be started, a little later. */
export function beginNext(job: Job, ended: JobEnd, end: TaskEnd, now: Date): Change {
  const { status, attributes } = ended
  // The key, why it was to be cut short, and what is missing are a recording's.
  const { s3Key: _, endReason: __, partial: ___, gaps: ____, ...facts } = job
  const { attempt: _____, ...kept } = attemptOf({ ...facts, ...attributes, status, finishedAt: now.toISOString() })
  const begun = nextAttempt(job, kept, now, `attempt ${job.attempt} is over: ${ended.reason}`)
  if (end.errorCode !== 'TASK_FAILED_TO_START') return begun
  const due = new Date(now.getTime() + START_PAUSE_MS * 2 ** (job.attempt - 1))
  return {
    ...begun,
    set: { ...begun.set, nextAt: due.toISOString(), statusReason: end.error, ...lookFrom(due) },
    remove: (begun.remove ?? []).filter((attribute) => attribute !== 'nextAt' && attribute !== 'statusReason'),
  }
}
