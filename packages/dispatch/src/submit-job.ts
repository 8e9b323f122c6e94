import {
  allowedAddresses,
  checkStartTime,
  type Job,
  JobIdTaken,
  newJob,
  requestHash,
  type Submission,
  sourceOf,
} from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Writes the job's first row, or finds the one that an earlier, equal request wrote.
 * Throws SourceRefused where the URL leads to what is not public, as far as can be seen now: a name that has no address yet is
 * judged by the recorder, which connects to what it judged. Throws JobIdTaken where the id belongs to a job that asked for
 * something else, InvalidRequest where a new one is to start in a far future.
 */
export async function submitJob(
  { jobs, resolver, clock, metrics, config }: Pick<Deps, 'jobs' | 'resolver' | 'clock' | 'metrics' | 'config'>,
  submission: Submission & { readonly jobId: string },
): Promise<{ readonly created: boolean; readonly job: Job }> {
  const now = clock.now()
  checkStartTime(submission.startAt, now)
  await allowedAddresses({ resolver, privateSources: config.privateSources }, sourceOf(new URL(submission.url)))
  const row = { ...newJob(submission, now), s3Bucket: config.bucket }
  const { created, job } = await jobs.create(row)
  if (job.requestHash !== requestHash(submission)) throw new JobIdTaken(submission.jobId)
  if (created) metrics.count('JobAccepted')
  return { created, job }
}
