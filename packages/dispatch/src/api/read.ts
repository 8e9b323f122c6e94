import { jobQuerySchema, jobView, parseRequest, recordingQuerySchema, SHOWN_EVENTS } from '@chronicle/core'
import { json } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { checkHealth } from '../check-health.ts'
import type { Deps } from '../deps.ts'
import { linkToRecording } from '../link-to-recording.ts'
import { jobOfPath } from './path.ts'

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

/** A browser or a downloader follows the link; a program that says that it wants JSON is told it. */
export function getRecording(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { attempt } = parseRequest(recordingQuerySchema, event.queryStringParameters ?? {})
    const link = await linkToRecording(deps, await jobOfPath(deps, event), attempt)
    // The link is a secret of its caller's: no cache may keep it.
    const headers = { 'cache-control': 'no-store' }
    if (/\bapplication\/json\b/i.test(event.headers.accept ?? '')) return json(200, link, headers)
    return { statusCode: 302, headers: { ...headers, location: link.url }, body: '' }
  }
}

export function getHealth(deps: Deps) {
  return async (): Answer => json(200, await checkHealth(deps), { 'cache-control': 'no-store' })
}
