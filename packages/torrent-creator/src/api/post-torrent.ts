import { InvalidRequest, parseRequest, type TorrentOrder, torrentOrderSchema } from '@chronicle/core'
import { json } from '@chronicle/core/lambda'
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda'
import type { Deps } from '../deps.ts'
import { reasonToSkip } from '../event-object.ts'
import { orderTorrent } from '../order-torrent.ts'
import { bucketOf } from './bucket-of.ts'

/** Asks for the torrent of an object, one from before Chronicle for example, or one whose torrent failed. */
export function postTorrent(deps: Deps) {
  return async ({ body }: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> => {
    const { key } = parseRequest(torrentOrderSchema, body)
    const object = { bucket: bucketOf(deps), key }
    const reason = reasonToSkip(object, undefined)
    if (reason) throw new InvalidRequest([`key: "${key}" gets no torrent: ${reason}`])
    const answer: TorrentOrder = { ...object, torrent: await orderTorrent(deps, object) }
    const location = `/torrents?key=${encodeURIComponent(key)}`
    return json(answer.torrent === 'ready' ? 200 : 202, answer, { location })
  }
}
