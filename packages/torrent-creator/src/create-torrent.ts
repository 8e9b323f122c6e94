import { makeTorrent, publishTorrent, type TorrentSource } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { EventObject } from './event-object.ts'
import { findTorrent, type TorrentFacts } from './find-torrent.ts'
import { hashObject } from './hash-object.ts'
import { recordEmptyObject, recordTorrent } from './record-torrent.ts'

/**
 * Puts a torrent beside an object and notes it in its row, once for each version. A repeated event finds the torrent there,
 * as does the event of a recording whose recorder made it; only the row may still lack it, where an earlier run died between.
 */
export async function createTorrent(deps: Deps, object: EventObject): Promise<void> {
  const head = await deps.objects.head(object, object.versionId)
  if (!head) return deps.log.info('object is gone', { key: object.key })
  const { etag, size, versionId } = head
  const source: TorrentSource = { ...object, etag, size, ...(versionId !== undefined && { versionId }) }
  if (size === 0) return recordEmptyObject(deps, source)

  const torrent = (await findTorrent(deps.objects, source)) ?? (await makeAndPublish(deps, source))
  if (torrent) await recordTorrent(deps, source, torrent, head.metadata['chronicle-job-id'])
}

/** Undefined where the object has a newer version by now, whose own event makes the torrent. */
async function makeAndPublish(deps: Deps, source: TorrentSource): Promise<TorrentFacts | undefined> {
  const { objects, clock, config, log, metrics } = deps
  const pieces = await hashObject(objects, source)
  const torrent = makeTorrent(source, pieces, config, clock.now())
  const publication = await publishTorrent(deps, source, torrent.torrent)
  log.info('torrent made', { key: source.key, size: source.size, infoHash: torrent.infoHash, publication })
  if (publication === 'superseded') return undefined
  metrics.count('TorrentCreated')
  return torrent
}
