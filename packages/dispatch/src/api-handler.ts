import { apiBundle, jsonBody } from '@chronicle/core/lambda'
import middy from '@middy/core'
import httpRouter, { type Route } from '@middy/http-router'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { deleteJob, postRedrive, postRetry } from './api/act.ts'
import { getEvents, getHealth, getJob, getJobs, getRecording } from './api/read.ts'
import { postJob } from './api/submit.ts'
import type { Deps } from './deps.ts'

type ApiRoute = Route<APIGatewayProxyEvent, APIGatewayProxyResult>

/** The REST API: every route, and nothing else. */
export function createApiHandler(deps: Deps) {
  const routes: ApiRoute[] = [
    { method: 'POST', path: '/jobs', handler: middy(postJob(deps)).use(jsonBody()) },
    { method: 'GET', path: '/jobs', handler: getJobs(deps) },
    { method: 'GET', path: '/jobs/{jobId}', handler: getJob(deps) },
    { method: 'DELETE', path: '/jobs/{jobId}', handler: deleteJob(deps) },
    { method: 'POST', path: '/jobs/{jobId}/retry', handler: postRetry(deps) },
    { method: 'GET', path: '/jobs/{jobId}/events', handler: getEvents(deps) },
    { method: 'GET', path: '/jobs/{jobId}/recording', handler: getRecording(deps) },
    { method: 'POST', path: '/dead-letters/redrive', handler: middy(postRedrive(deps)).use(jsonBody()) },
    { method: 'GET', path: '/health', handler: getHealth(deps) },
  ]
  return apiBundle({ ...deps, origin: deps.config.apiOrigin }).handler(httpRouter(routes))
}
