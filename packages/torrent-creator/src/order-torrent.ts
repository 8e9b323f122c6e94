import { isTorrentOf, type ObjectId, type TorrentOrder, torrentKey, torrentRefusal } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { ObjectNotFound } from './download/errors.ts'

/**
 * Has a torrent made of an object's current version by another invocation, unless there is one. What somebody else put in its
 * place gives way, as it does to an event of S3's. Asked for twice it is made once.
 * Throws ObjectNotFound, and at once what would only be found in the row: why the object can have none.
 */
export async function orderTorrent(
  { objects, orders, log }: Pick<Deps, 'objects' | 'orders' | 'log'>,
  object: ObjectId,
): Promise<TorrentOrder['torrent']> {
  const head = await objects.head(object)
  if (!head) throw new ObjectNotFound(object.key)
  const refusal = torrentRefusal(object.key, head)
  if (refusal) throw refusal
  const torrent = await objects.head({ ...object, key: torrentKey(object.key) })
  if (torrent && isTorrentOf({ ...object, ...head }, torrent.metadata)) return 'ready'
  await orders.place(object)
  log.info('torrent ordered', { key: object.key, size: head.size })
  return 'ordered'
}
