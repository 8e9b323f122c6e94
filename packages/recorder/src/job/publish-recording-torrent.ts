import { type Job, makeTorrent, publishTorrent, torrentKey } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import type { UploadedObject } from '../upload/part-uploader.ts'

type TorrentAttributes = Pick<Job, 'torrentFile' | 'infoHash' | 'magnet' | 'pieceLength' | 'torrentError'>

/**
 * Makes the torrent of the recording from hashes that are there already, and answers what the row says of it. A torrent that
 * fails must not fail a safe recording: the row says why, and the event path tries again.
 */
export async function publishRecordingTorrent(
  { objects, clock, config, log }: Pick<Deps, 'objects' | 'clock' | 'config' | 'log'>,
  object: UploadedObject,
): Promise<TorrentAttributes> {
  try {
    const { torrent, infoHash, magnet, pieceLength } = makeTorrent(object, object.pieces(), config, clock.now())
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
