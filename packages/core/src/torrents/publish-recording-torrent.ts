import type { Job } from '../domain/job.ts'
import type { Log } from '../log.ts'
import type { Clock } from '../ports/clock.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import { makeTorrent, type TorrentSettings } from './make-torrent.ts'
import { publishTorrent, type TorrentSource, torrentKey } from './publish-torrent.ts'

type TorrentAttributes = Pick<Job, 'torrentFile' | 'infoHash' | 'magnet' | 'pieceLength' | 'torrentError'>

/**
 * Makes the torrent of a recording of its piece hashes, and answers what the row says of it. A torrent that fails must not
 * fail a safe recording: the row says why, and the event path tries again.
 */
export async function publishRecordingTorrent(
  {
    objects,
    clock,
    config,
    log,
  }: {
    readonly objects: ObjectStore
    readonly clock: Clock
    readonly config: TorrentSettings
    readonly log: Log
  },
  object: TorrentSource,
  hashPieces: () => Uint8Array | Promise<Uint8Array>,
): Promise<TorrentAttributes> {
  try {
    const { torrent, infoHash, magnet, pieceLength } = makeTorrent(object, await hashPieces(), config, clock.now())
    const publication = await publishTorrent({ objects }, object, torrent)
    log.info('torrent made', { key: object.key, infoHash, publication })
    if (publication === 'superseded')
      return { torrentError: `object "${object.key}" was replaced before its torrent was published` }
    return { torrentFile: torrentKey(object.key), infoHash, magnet, pieceLength }
  } catch (error) {
    log.error('torrent failed', { key: object.key, error })
    return { torrentError: error instanceof Error ? error.message : String(error) }
  }
}
