import {
  InvalidRequest,
  isDue,
  JobNotFound,
  jobQuerySchema,
  jobView,
  parseRequest,
  submissionSchema,
} from '@chronicle/core'
import { apiBundle, json, jsonBody } from '@chronicle/core/lambda'
import middy from '@middy/core'
import httpRouter, { type Route } from '@middy/http-router'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { Deps } from './deps.ts'
import { ringBell } from './ring-bell.ts'
import { submitJob } from './submit-job.ts'

type ApiRoute = Route<APIGatewayProxyEvent, APIGatewayProxyResult>

/** The REST API: every route, and nothing else. */
export function createApiHandler(deps: Deps) {
  const routes: ApiRoute[] = [
    { method: 'POST', path: '/jobs', handler: middy(postJob(deps)).use(jsonBody()) },
    { method: 'GET', path: '/jobs', handler: getJobs(deps) },
    { method: 'GET', path: '/jobs/{jobId}', handler: getJob(deps) },
  ]
  return apiBundle({ ...deps, origin: deps.config.apiOrigin }).handler(httpRouter(routes))
}

/**
 * Accepts a job: the row first, because it is the truth, then the bell. A job that is not launched yet is rung for again, unless
 * it waits for a later time.
 */
function postJob(deps: Deps) {
  return async ({ body, requestContext }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const submission = parseRequest(submissionSchema, body)
    const jobId = submission.jobId ?? requestContext.requestId
    const { created, job } = await submitJob(deps, { ...submission, jobId })
    if (isDue(job, deps.clock.now())) await ringBell(deps, job)
    return created ? json(202, jobView(job), { location: `/jobs/${jobId}` }) : json(200, jobView(job))
  }
}

function getJobs({ jobs }: Deps) {
  return async ({ queryStringParameters }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { status, limit, cursor } = parseRequest(jobQuerySchema, queryStringParameters ?? {})
    const page = await jobs.list({ limit, ...(status && { status }), ...(cursor !== undefined && { cursor }) })
    return json(200, { ...page, items: page.items.map(jobView) })
  }
}

function getJob({ jobs }: Deps) {
  return async ({ pathParameters }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const jobId = pathParameters?.jobId
    if (jobId === undefined) throw new InvalidRequest(['jobId: missing in the path'])
    const job = await jobs.get(jobId)
    if (!job) throw new JobNotFound(jobId)
    return json(200, jobView(job))
  }
}
