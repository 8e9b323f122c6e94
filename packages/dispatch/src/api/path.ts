import { InvalidRequest, type Job } from '@chronicle/core'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import type { Deps } from '../deps.ts'
import { findJob } from '../find-job.ts'

/** The job that a path names. Throws JobNotFound. */
export function jobOfPath(deps: Pick<Deps, 'jobs'>, { pathParameters }: APIGatewayProxyEvent): Promise<Job> {
  const jobId = pathParameters?.jobId
  if (jobId === undefined) throw new InvalidRequest(['jobId: missing in the path'])
  return findJob(deps, jobId)
}
