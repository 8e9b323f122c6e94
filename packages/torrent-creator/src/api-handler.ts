import { withTimeLeft } from '@chronicle/core'
import { apiBundle, jsonBody } from '@chronicle/core/lambda'
import middy from '@middy/core'
import httpRouter, { type Route } from '@middy/http-router'
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda'
import { getTorrent, getTorrentOfJob } from './api/get-torrent.ts'
import { postTorrent } from './api/post-torrent.ts'
import type { Deps } from './deps.ts'

type ApiRoute = Route<APIGatewayProxyEvent, APIGatewayProxyResult>

/** API Gateway waits for 29 seconds, however long this function may hash. The calls to AWS share what the answer leaves of them. */
const PATIENCE_MS = 30_000
const RESERVE_MS = 6000

/** The routes of the REST API that are about torrents: what they need is this function's alone, see docs/adr/0026. */
export function createApiHandler(deps: Deps) {
  const routes: ApiRoute[] = [
    { method: 'GET', path: '/jobs/{jobId}/torrent', handler: getTorrentOfJob(deps) },
    { method: 'GET', path: '/torrents', handler: getTorrent(deps) },
    { method: 'POST', path: '/torrents', handler: middy(postTorrent(deps)).use(jsonBody()) },
  ]
  const handler = apiBundle({ ...deps, origin: deps.config.apiOrigin }).handler(httpRouter(routes))
  return (event: APIGatewayProxyEvent, context: Context) => {
    const beyond = Math.max(context.getRemainingTimeInMillis() - PATIENCE_MS, 0)
    const getRemainingTimeInMillis = () => context.getRemainingTimeInMillis() - beyond
    return withTimeLeft(
      () => getRemainingTimeInMillis() - RESERVE_MS,
      () => handler(event, { ...context, getRemainingTimeInMillis }),
    )
  }
}
