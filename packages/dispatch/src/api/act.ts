import { isEnded, jobView, parseRequest, redriveRequestSchema, removalQuerySchema } from '@chronicle/core'
import { jobOfPath, json } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { cancelJob } from '../cancel-job.ts'
import type { Deps } from '../deps.ts'
import { purgeJob } from '../purge-job.ts'
import { redriveDeadLetter, redriveDeadLetters } from '../redrive-dead-letters.ts'
import { retryJob } from '../retry-job.ts'

type Answer = Promise<APIGatewayProxyResult>

/** Stops a job, or with `purge=true` deletes it. A job that has ended has nothing to stop: it is answered as it is. */
export function deleteJob(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { purge } = parseRequest(removalQuerySchema, event.queryStringParameters ?? {})
    const job = await jobOfPath(deps, event)
    if (purge !== 'true') return json(isEnded(job.status) ? 200 : 202, jobView(await cancelJob(deps, job)))
    await purgeJob(deps, job)
    return { statusCode: 204, body: '' }
  }
}

export function postRetry(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const job = await retryJob(deps, await jobOfPath(deps, event), 'retry asked for')
    return json(202, jobView(job), { location: `/jobs/${job.jobId}` })
  }
}

/** API Gateway gives an answer 29 seconds, and the function has 30: a page that begins now is to be through by then. */
const RESERVE_MS = 15_000

export function postRedrive(deps: Deps) {
  return async ({ body }: APIGatewayProxyEvent, context: Context): Answer => {
    const { jobId, cursor } = parseRequest(redriveRequestSchema, body)
    if (jobId !== undefined) return json(200, await redriveDeadLetter(deps, jobId))
    const hasTime = () => context.getRemainingTimeInMillis() > RESERVE_MS
    return json(200, await redriveDeadLetters(deps, cursor, hasTime))
  }
}
