import {
  allowedAddresses,
  checkStartTime,
  type Job,
  JobIdTaken,
  newJob,
  requestHash,
  SourceRefused,
  type Submission,
  sourceOf,
} from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Writes the job's first row, or finds the one that an earlier, equal request wrote.
 * Throws SourceRefused where the URL leads to what is not public, as far as can be seen now: a name that has no address yet is
 * judged by the recorder, which connects to what it judged, and so is a job that was accepted, whose name leads elsewhere when
 * it is asked for again. Throws JobIdTaken where the id belongs to a job that asked for
 * something else, InvalidRequest where a new one is to start in a far future.
 */
export async function submitJob(
  { jobs, resolver, clock, metrics, config }: Pick<Deps, 'jobs' | 'resolver' | 'clock' | 'metrics' | 'config'>,
  submission: Submission & { readonly jobId: string },
): Promise<{ readonly created: boolean; readonly job: Job }> {
  const now = clock.now()
  checkStartTime(submission.startAt, now)
  try {
    await allowedAddresses({ resolver, privateSources: config.privateSources }, sourceOf(new URL(submission.url)))
  } catch (error) {
    const known = error instanceof SourceRefused ? await jobs.get(submission.jobId) : undefined
    if (known?.requestHash === requestHash(submission)) return { created: false, job: known }
    throw error
  }
  const row = { ...newJob(submission, now), s3Bucket: config.bucket }
  const { created, job } = await jobs.create(row)
  if (job.requestHash !== requestHash(submission)) throw new JobIdTaken(submission.jobId)
  if (created) metrics.count('JobAccepted')
  return { created, job }
}
