import { checkStartTime, type Job, JobIdTaken, newJob, requestHash, type Submission } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Writes the job's first row, or finds the one that an earlier, equal request wrote.
 * Throws JobIdTaken where the id belongs to a job that asked for something else, InvalidRequest where a new one is to start in
 * a far future.
 */
export async function submitJob(
  { jobs, clock, metrics, config }: Pick<Deps, 'jobs' | 'clock' | 'metrics' | 'config'>,
  submission: Submission & { readonly jobId: string },
): Promise<{ readonly created: boolean; readonly job: Job }> {
  const now = clock.now()
  checkStartTime(submission.startAt, now)
  const row = { ...newJob(submission, now), s3Bucket: config.bucket }
  const { created, job } = await jobs.create(row)
  if (job.requestHash !== requestHash(submission)) throw new JobIdTaken(submission.jobId)
  if (created) metrics.count('JobAccepted')
  return { created, job }
}
