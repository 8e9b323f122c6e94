import { type Job, type TorrentSource, torrentKey } from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { TorrentFacts } from './find-torrent.ts'
import { writeObjectRow } from './write-object-row.ts'

/**
 * Notes a torrent in the row it belongs to. A recording says by its metadata which job made it: that row gets what it lacks,
 * and loses the error of a torrent that had failed. Any other object has a row of its own, a copy of a recording too, which
 * has that metadata as well.
 */
export async function recordTorrent(
  deps: Deps,
  source: TorrentSource,
  { infoHash, magnet, pieceLength }: TorrentFacts,
  jobId: string | undefined,
): Promise<void> {
  const torrent = { torrentFile: torrentKey(source.key), infoHash, magnet, pieceLength }
  const job = jobId === undefined ? undefined : await deps.jobs.get(jobId)
  if (job && isRecordingOf(job, source)) {
    const change = { set: torrent, remove: ['torrentError'] } as const
    await deps.jobs.change(job.jobId, { status: ['COMPLETED'], absent: ['infoHash'] }, change)
  } else {
    await writeObjectRow(deps, source, { status: 'COMPLETED', ...torrent })
  }
}

const isRecordingOf = (job: Job, { bucket, key }: TorrentSource) => job.s3Bucket === bucket && job.s3Key === key

/** A torrent describes at least one byte; the row says why this object has none. */
export function recordEmptyObject(deps: Deps, source: TorrentSource): Promise<void> {
  deps.log.info('object is empty', { key: source.key })
  const error = `object "${source.key}" has 0 bytes, and a torrent describes at least one`
  return writeObjectRow(deps, source, { status: 'FAILED', errorCode: 'EMPTY_OBJECT', error })
}
