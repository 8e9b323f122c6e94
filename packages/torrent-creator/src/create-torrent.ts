import { isTorrentOf, makeTorrent, publishTorrent, type TorrentSource, torrentKey } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { EventObject } from './event-object.ts'
import { hashObject } from './hash-object.ts'
import { recordEmptyObject, recordTorrent } from './record-torrent.ts'

/**
 * Puts a torrent beside an object and notes it in its row, once for each version: a repeated event, or the recorder's own
 * torrent, leaves nothing to do.
 */
export async function createTorrent(deps: Deps, object: EventObject): Promise<void> {
  const { objects, clock, config, log, metrics } = deps
  const head = await objects.head(object, object.versionId)
  if (!head) return log.info('object is gone', { key: object.key })
  const source: TorrentSource = {
    ...object,
    etag: head.etag,
    size: head.size,
    ...(head.versionId && { versionId: head.versionId }),
  }
  if (head.size === 0) return recordEmptyObject(deps, source)

  const existing = await objects.head({ bucket: object.bucket, key: torrentKey(object.key) })
  if (existing && isTorrentOf(source, existing.metadata))
    return log.info('torrent is there already', { key: object.key })

  const pieces = await hashObject(objects, source)
  const torrent = makeTorrent(source, pieces, config, clock.now())
  const publication = await publishTorrent(deps, source, torrent.torrent)
  log.info('torrent made', { key: object.key, size: source.size, infoHash: torrent.infoHash, publication })
  if (publication === 'superseded') return
  metrics.count('TorrentCreated')
  await recordTorrent(deps, source, torrent, head.metadata['chronicle-job-id'])
}
