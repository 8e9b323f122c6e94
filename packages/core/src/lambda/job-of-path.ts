import type { APIGatewayProxyEvent } from 'aws-lambda'
import { JobNotFound } from '../domain/errors.ts'
import type { Job } from '../domain/job.ts'
import { jobIdSchema } from '../domain/submission.ts'
import { findJob } from '../find-job.ts'
import type { JobStore } from '../ports/job-store.ts'

/** The job that a path names. Throws JobNotFound; of an id that no job can have, too long for DynamoDB maybe, without a look. */
export async function jobOfPath(
  deps: { readonly jobs: JobStore },
  { pathParameters }: APIGatewayProxyEvent,
): Promise<Job> {
  const jobId = pathParameters?.jobId ?? ''
  if (!jobIdSchema.safeParse(jobId).success) throw new JobNotFound(jobId.slice(0, 64))
  return findJob(deps, jobId)
}
