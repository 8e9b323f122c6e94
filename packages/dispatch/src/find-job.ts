import { type Job, JobNotFound, type JobStore } from '@chronicle/core'

/** The job of this id. Throws JobNotFound. */
export async function findJob({ jobs }: { readonly jobs: JobStore }, jobId: string): Promise<Job> {
  const job = await jobs.get(jobId)
  if (!job) throw new JobNotFound(jobId)
  return job
}
