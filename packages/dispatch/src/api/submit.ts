import {
  IdempotencyKeyReused,
  isDue,
  JobIdTaken,
  jobView,
  keyedJobId,
  parseRequest,
  type Submission,
  submissionSchema,
} from '@chronicle/core'
import { json } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { Deps } from '../deps.ts'
import { ringBell } from '../ring-bell.ts'
import { submitJob } from '../submit-job.ts'
import { callerOf, idempotencyKeyOf } from './caller.ts'

/**
 * Accepts a job: the row first, because it is the truth, then the bell. A job that is not launched yet is rung for again, unless it
 * waits for a later time. A job's id is
 * the caller's, else made of the caller and its Idempotency-Key, else the request's.
 */
export function postJob(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { identity, requestId } = event.requestContext
    const submission = parseRequest(submissionSchema, event.body)
    const key = idempotencyKeyOf(event)
    const keyed = key === undefined ? undefined : { key, jobId: keyedJobId(callerOf(identity), key) }
    const jobId = submission.jobId ?? keyed?.jobId ?? requestId
    const { created, job } = await submitJob(deps, { ...submission, jobId }).catch(sayKey(submission, keyed))
    if (isDue(job, deps.clock.now())) await ringBell(deps, job)
    return created ? json(202, jobView(job), { location: `/jobs/${jobId}` }) : json(200, jobView(job))
  }
}

/** Whoever sent a key knows nothing of the id that was made of it. */
function sayKey({ jobId }: Submission, keyed: { readonly key: string; readonly jobId: string } | undefined) {
  return (error: unknown): never => {
    if (!(error instanceof JobIdTaken) || jobId !== undefined || !keyed) throw error
    throw new IdempotencyKeyReused(keyed.key, keyed.jobId, { cause: error })
  }
}
