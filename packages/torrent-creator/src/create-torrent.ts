import {
  ChronicleError,
  findTorrent,
  JOB_ID_METADATA,
  makeTorrent,
  publishTorrent,
  type TorrentFacts,
  type TorrentSource,
} from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { EventObject } from './event-object.ts'
import { recordRefusal, recordTorrent } from './record-torrent.ts'

/**
 * Puts a torrent beside an object and notes it in its row, once for each version. A repeated event finds the torrent there,
 * as does the event of a recording whose recorder made it; only the row may still lack it, where an earlier run died between.
 * An object that can have none gets that noted, and no error is thrown: trying again would not help.
 */
export async function createTorrent(deps: Deps, object: EventObject, deadline: AbortSignal): Promise<void> {
  const head = await deps.objects.head(object, object.versionId)
  if (!head) return deps.log.info('object is gone', { key: object.key })
  const { etag, size, versionId } = head
  const source: TorrentSource = { ...object, etag, size, ...(versionId !== undefined && { versionId }) }
  const jobId = head.metadata[JOB_ID_METADATA]
  try {
    const torrent = (await findTorrent(deps.objects, source)) ?? (await makeAndPublish(deps, source, deadline))
    if (torrent) await recordTorrent(deps, source, torrent, jobId)
  } catch (error) {
    if (!(error instanceof ChronicleError) || error.retryable) throw error
    await recordRefusal(deps, source, error, jobId)
  }
}

/** A torrent describes at least one byte. */
class EmptyObject extends ChronicleError {
  override readonly name = 'EmptyObject'
  readonly code = 'EMPTY_OBJECT'
  readonly httpStatus = 422
  constructor(key: string) {
    super(`object "${key}" has 0 bytes, and a torrent describes at least one`)
  }
}

/** Undefined where the object has a newer version by now, whose own event makes the torrent. */
async function makeAndPublish(
  deps: Deps,
  source: TorrentSource,
  deadline: AbortSignal,
): Promise<TorrentFacts | undefined> {
  if (source.size === 0) throw new EmptyObject(source.key)
  const { pieces, clock, config, log, metrics } = deps
  const torrent = makeTorrent(source, await pieces.hash(source, deadline), config, clock.now())
  const publication = await publishTorrent(deps, source, torrent.torrent)
  const about = { key: source.key, size: source.size, infoHash: torrent.infoHash, engine: pieces.engine }
  log.info('torrent made', { ...about, publication })
  if (publication === 'superseded') return undefined
  metrics.count('TorrentCreated')
  return torrent
}
