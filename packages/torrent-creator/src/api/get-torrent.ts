import { attemptQuerySchema, InvalidRequest, parseRequest, reasonToPassOver, torrentQuerySchema } from '@chronicle/core'
import { jobOfPath, linkAnswer } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { Deps } from '../deps.ts'
import { linkToJobTorrent } from '../download/link-to-job-torrent.ts'
import { linkToTorrent } from '../download/link-to-torrent.ts'
import { bucketOf } from './bucket-of.ts'

type Answer = Promise<APIGatewayProxyResult>

export function getTorrentOfJob(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { attempt } = parseRequest(attemptQuerySchema, event.queryStringParameters ?? {})
    return linkAnswer(event, await linkToJobTorrent(deps, await jobOfPath(deps, event), attempt))
  }
}

export function getTorrent(deps: Deps) {
  return async (event: APIGatewayProxyEvent): Answer => {
    const { key } = parseRequest(torrentQuerySchema, event.queryStringParameters ?? {})
    const object = { bucket: bucketOf(deps), key }
    const reason = reasonToPassOver(key)
    if (reason) throw new InvalidRequest([`key: "${key}" has no torrent: ${reason}`])
    return linkAnswer(event, (await linkToTorrent(deps, object)).link)
  }
}
