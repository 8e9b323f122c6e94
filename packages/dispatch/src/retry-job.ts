import { attemptOf, isDue, type Job, JobNotRetryable, nextAttempt, requestedOf } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { readRequest } from './read-request.ts'
import { ringBell } from './ring-bell.ts'

/** A row may have 400 KB, and keeps what each attempt came to. */
const MOST_ATTEMPTS = 25

/**
 * Begins the next attempt of a job that ended FAILED, CANCELLED, or with a part of its recording; what was recorded is kept.
 * Of several that retry it at once one does. Answers the job, waiting for its launch, or for its time where it was to start later.
 * Throws JobNotRetryable.
 */
export async function retryJob(
  deps: Pick<Deps, 'jobs' | 'queue' | 'clock' | 'config' | 'log' | 'metrics'>,
  job: Job,
  reason: string,
): Promise<Job> {
  const { jobId, attempt, status } = job
  const obstacle = obstacleOf(job)
  if (obstacle !== undefined) throw new JobNotRetryable(jobId, obstacle)
  const asked = requestOf(job, deps.config.bucket)
  const now = deps.clock.now()
  const { set, ...change } = nextAttempt({ ...job, ...asked }, attemptOf(job), now, reason)
  const guard = { attempt, status: [status], absent: ['purgeRequested'] } as const
  const outcome = await deps.jobs.change(jobId, guard, { ...change, set: { ...asked, ...set } })
  if (!outcome.changed) throw new JobNotRetryable(jobId, changedMeanwhile(outcome.job))
  deps.log.info('next attempt begun', { jobId, attempt: outcome.job.attempt, reason })
  if (isDue(outcome.job, now)) await ringBell(deps, outcome.job)
  return outcome.job
}

function obstacleOf(job: Job): string | undefined {
  const { kind, status, partial, attempt } = job
  if (kind === 'backfill') return `it is a backfill; POST /torrents with its prefix "${job.prefix}" begins it anew`
  if (kind !== 'recording') return 'it is the torrent of an object that nobody recorded; put the object again'
  if (job.purgeRequested) return 'it is being deleted'
  if (attempt >= MOST_ATTEMPTS) return `it has been tried ${attempt} times; submit it as a new job`
  if (status === 'FAILED' || status === 'CANCELLED' || (status === 'COMPLETED' && partial)) return undefined
  return status === 'COMPLETED' ? 'its recording is whole' : `it is ${status}; cancel it first, or wait for its end`
}

/** A row whose message could not be read, or never was, has no request yet; the body that was kept may be one after all. */
function requestOf(job: Job, bucket: string): Partial<Job> {
  return job.url === undefined ? { ...requestedOf(readRequest(job)), s3Bucket: bucket } : {}
}

const changedMeanwhile = (job: Job | undefined) =>
  job ? `it is ${job.status} by now, at attempt ${job.attempt}` : 'it was deleted meanwhile'
