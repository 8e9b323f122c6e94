import type { InvalidRequest } from './errors.ts'
import { firstWait } from './first-wait.ts'
import { JOB_SCHEMA_VERSION, type Job } from './job.ts'
import { usableKey } from './recording-key.ts'
import { utcTime } from './start-time.ts'
import { requestHash, type Submission } from './submission.ts'
import { ttlAt } from './ttl.ts'

/** The first row of a job that was asked for. */
export function newJob(submission: Submission & { readonly jobId: string }, now: Date): Job {
  return {
    ...blank(submission.jobId, now),
    ...firstWait(submission.startAt, now),
    status: 'PENDING',
    ...requestedOf(submission),
    events: [{ at: now.toISOString(), status: 'PENDING', attempt: 1 }],
  }
}

/** What a row says of the request that its job was made of. */
export function requestedOf(submission: Submission) {
  const { url, filename, maxDurationSeconds, startAt } = submission
  const s3Key = usableKey(submission.s3Key)
  return {
    requestHash: requestHash(submission),
    url,
    ...(filename !== undefined && { filename }),
    ...(maxDurationSeconds !== undefined && { maxDurationSeconds }),
    ...(startAt !== undefined && { startAt: utcTime(startAt) }),
    ...(s3Key !== undefined && { s3Key }),
  } satisfies Partial<Job>
}

const MAX_KEPT_BODY = 64 * 1024

/** As much of a message's body as its row keeps. */
export const keptBody = (body: string): string => body.slice(0, MAX_KEPT_BODY).toWellFormed()

/** The row of a message that can never become a recording: it is seen in the list of jobs instead of being lost. */
export function rejectedJob(
  jobId: string,
  body: string,
  problem: InvalidRequest | (Error & { code: string }),
  now: Date,
  ttlDays: number,
): Job {
  return {
    ...blank(jobId, now),
    status: 'FAILED',
    requestHash: '',
    requestBody: keptBody(body),
    errorCode: problem.code,
    error: problem.message,
    finishedAt: now.toISOString(),
    ttl: ttlAt(now, ttlDays),
    events: [{ at: now.toISOString(), status: 'FAILED', attempt: 1, reason: problem.message }],
  }
}

function blank(jobId: string, now: Date) {
  return {
    schemaVersion: JOB_SCHEMA_VERSION,
    jobId,
    kind: 'recording' as const,
    attempt: 1,
    launch: 1,
    sendSeq: 1,
    createdAt: now.toISOString(),
  }
}
