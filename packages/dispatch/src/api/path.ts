import { type Job, JobNotFound, jobIdSchema } from '@chronicle/core'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { Deps } from '../deps.ts'
import { findJob } from '../find-job.ts'

/** The job that a path names. Throws JobNotFound; of an id that no job can have, too long for DynamoDB maybe, without a look. */
export async function jobOfPath(deps: Pick<Deps, 'jobs'>, { pathParameters }: APIGatewayProxyEvent): Promise<Job> {
  const jobId = pathParameters?.jobId ?? ''
  if (!jobIdSchema.safeParse(jobId).success) throw new JobNotFound(jobId.slice(0, 64))
  return findJob(deps, jobId)
}
