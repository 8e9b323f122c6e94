import middy from '@middy/core'
import httpHeaderNormalizer from '@middy/http-header-normalizer'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { ChronicleError } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import type { LambdaMetrics } from './metrics.ts'
import { outOfTime } from './out-of-time.ts'
import { problemOf } from './problem.ts'
import { singleHeaders } from './single-headers.ts'

export type BundleOptions = { readonly log: Log; readonly metrics: LambdaMetrics }

export type ApiOptions = BundleOptions & {
  /** The web origin whose pages may read the answers, or "*"; undefined: none. API Gateway answers their preflight itself. */
  readonly origin?: string | undefined
}

/** Of its 30 seconds a function of the API keeps so many: API Gateway waits for 29, and a caller is to be answered within 25. */
const ANSWER_BEFORE_END_MS = 5000

/**
 * Every REST handler's middlewares, as an onion: outermost the answer's shape, which also turns every error into problem
 * details; innermost the headers, all in one place and in lower case, for who comes after. A handler that takes too long is
 * answered for, and what was counted is printed in the end, whatever that is.
 */
export function apiBundle({ log, metrics, origin }: ApiOptions) {
  const early = { timeoutEarlyInMillis: ANSWER_BEFORE_END_MS, timeoutEarlyResponse: outOfTime }
  return middy<APIGatewayProxyEvent, APIGatewayProxyResult>({ ...early, requestEnd: metrics.publish })
    .use(answerShape(log, origin))
    .use(httpHeaderNormalizer())
    .use(singleHeaders())
}

const retryAfter = (error: unknown) =>
  error instanceof ChronicleError && error.retryAfter !== undefined ? { 'retry-after': String(error.retryAfter) } : {}

/** A JSON answer of the API. */
export function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): APIGatewayProxyResult {
  return { statusCode, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

function answerShape(
  log: Log,
  origin: string | undefined,
): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const everyAnswer = (requestId: string) => ({
    'x-request-id': requestId,
    ...(origin !== undefined && {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'location,retry-after,x-request-id',
    }),
  })
  return {
    after: ({ event, response }) => {
      if (response) response.headers = { ...response.headers, ...everyAnswer(event.requestContext.requestId) }
    },
    onError: (request) => {
      const { requestId } = request.event.requestContext
      const problem = problemOf(request.error, requestId)
      if (problem.status < 500) log.info('request refused', { requestId, code: problem.code, detail: problem.detail })
      else log.error('request failed', { requestId, code: problem.code, error: request.error })
      request.response = json(problem.status, problem, {
        'content-type': 'application/problem+json',
        ...everyAnswer(requestId),
        ...retryAfter(request.error),
      })
    },
  }
}
