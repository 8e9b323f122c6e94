import {
  INTERNAL_PREFIX,
  InvalidRequest,
  parseRequest,
  reasonToPassOver,
  type TorrentOrder,
  torrentOrderSchema,
} from '@chronicle/core'
import { json } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import { startBackfill } from '../backfill/start-backfill.ts'
import type { Deps } from '../deps.ts'
import { orderTorrent } from '../order-torrent.ts'
import { bucketOf } from './bucket-of.ts'

/** Asks for the torrent of an object, one from before Chronicle for example, or one whose torrent failed; or of all below a prefix. */
export function postTorrent(deps: Deps) {
  return async ({ body }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const order = parseRequest(torrentOrderSchema, body)
    return 'key' in order ? orderOne(deps, order.key) : orderAll(deps, order.prefix)
  }
}

async function orderOne(deps: Deps, key: string): Promise<APIGatewayProxyResult> {
  const object = { bucket: bucketOf(deps), key }
  const reason = reasonToPassOver(key)
  if (reason) throw new InvalidRequest([`key: "${key}" gets no torrent: ${reason}`])
  const answer: TorrentOrder = { ...object, torrent: await orderTorrent(deps, object) }
  const location = `/torrents?key=${encodeURIComponent(key)}`
  return json(answer.torrent === 'ready' ? 200 : 202, answer, { location })
}

async function orderAll(deps: Deps, prefix: string): Promise<APIGatewayProxyResult> {
  if (prefix.startsWith(INTERNAL_PREFIX))
    throw new InvalidRequest([`prefix: what is below "${prefix}" gets no torrents: it is internal`])
  const answer = await startBackfill(deps, { bucket: bucketOf(deps), prefix })
  return json(202, answer, { location: `/jobs/${answer.jobId}` })
}
