import { JobNotFound } from './domain/errors.ts'
import type { Job } from './domain/job.ts'
import type { JobStore } from './ports/job-store.ts'

/** The job of this id. Throws JobNotFound. */
export async function findJob({ jobs }: { readonly jobs: JobStore }, jobId: string): Promise<Job> {
  const job = await jobs.get(jobId)
  if (!job) throw new JobNotFound(jobId)
  return job
}
