import type { Attempt, Job } from './job.ts'
import { attemptOf } from './next-attempt.ts'
import { isEnded } from './status.ts'

/** What all attempts of an ended job came to, the first one first. */
export const attemptsOf = (job: Job): readonly Attempt[] => [...(job.attempts ?? []), attemptOf(job)]

/** What is said of a recording, by the row of its job or by what is kept there of its attempt. */
export type Recording = Pick<Attempt, 's3Key' | 'sourceVersionId' | 'infoHash' | 'torrentError'>

/** The recording of the attempt that is wanted, else the one that the row shows, else the last that there is. */
export function recordingOf(job: Job, wanted?: number): Recording | undefined {
  if (wanted === undefined && isEnded(job.status) && job.size !== undefined) return job
  const attempts = isEnded(job.status) ? attemptsOf(job) : (job.attempts ?? [])
  return attempts.findLast(({ attempt, size }) => size !== undefined && (wanted === undefined || wanted === attempt))
}

/** Why there is no such recording. */
export function whyNoRecording({ status, purgeRequested }: Job, attempt: number | undefined): string {
  if (purgeRequested) return 'the job is being deleted'
  if (attempt !== undefined) return `attempt ${attempt} has none, or there was no such attempt`
  return isEnded(status) ? `the job is ${status} without one` : `the job is ${status}; there is one when it has ended`
}
