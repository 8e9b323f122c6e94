import { attemptQuerySchema, jobQuerySchema, jobView, parseRequest, SHOWN_EVENTS } from '@chronicle/core'
import { jobOfPath, json, linkAnswer } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { checkHealth } from '../check-health.ts'
import type { Deps } from '../deps.ts'
import { linkToRecording } from '../link-to-recording.ts'

type Answer = Promise<APIGatewayProxyResult>

export function getJobs({ jobs }: Deps) {
  return async ({ queryStringParameters }: APIGatewayProxyEvent): Answer => {
    const { status, limit, cursor } = parseRequest(jobQuerySchema, queryStringParameters ?? {})
    const page = await jobs.list({ limit, ...(status && { status }), ...(cursor !== undefined && { cursor }) })
    return json(200, { ...page, items: page.items.map(jobView) })
  }
}

export function getJob(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => json(200, jobView(await jobOfPath(deps, event)))
}

export function getEvents(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { events } = await jobOfPath(deps, event)
    return json(200, { items: events.slice(-SHOWN_EVENTS) })
  }
}

export function getRecording(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { attempt } = parseRequest(attemptQuerySchema, event.queryStringParameters ?? {})
    return linkAnswer(event, await linkToRecording(deps, await jobOfPath(deps, event), attempt))
  }
}

export function getHealth(deps: Deps) {
  return async (): Answer => json(200, await checkHealth(deps), { 'cache-control': 'no-store' })
}
