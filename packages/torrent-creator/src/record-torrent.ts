import { JOB_SCHEMA_VERSION, type Job, type makeTorrent, type TorrentSource, torrentKey, ttlAt } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { torrentId } from './torrent-id.ts'

/**
 * Notes a torrent in the row it belongs to. A recording says by its metadata which job made it: that row gets what it lacks,
 * and loses the error of a torrent that had failed. Any other object has a row of its own.
 */
export async function recordTorrent(
  deps: Deps,
  source: TorrentSource,
  { infoHash, magnet, pieceLength }: ReturnType<typeof makeTorrent>,
  jobId: string | undefined,
): Promise<void> {
  const torrent = { torrentFile: torrentKey(source.key), infoHash, magnet, pieceLength }
  if (jobId === undefined) return writeRow(deps, source, { status: 'COMPLETED', ...torrent })
  await deps.jobs.change(
    jobId,
    { status: ['COMPLETED'], absent: ['infoHash'] },
    { set: torrent, remove: ['torrentError'] },
  )
}

/** A torrent describes at least one byte; the row says why this object has none. */
export function recordEmptyObject(deps: Deps, source: TorrentSource): Promise<void> {
  deps.log.info('object is empty', { key: source.key })
  const error = `object "${source.key}" has 0 bytes, and a torrent describes at least one`
  return writeRow(deps, source, { status: 'FAILED', errorCode: 'EMPTY_OBJECT', error })
}

async function writeRow(
  { jobs, clock, config }: Deps,
  source: TorrentSource,
  outcome: Partial<Job> & Pick<Job, 'status'>,
): Promise<void> {
  const now = clock.now()
  const at = now.toISOString()
  const about = {
    ...outcome,
    s3Bucket: source.bucket,
    s3Key: source.key,
    size: source.size,
    sourceEtag: source.etag,
    sourceVersionId: source.versionId,
    finishedAt: at,
    ttl: ttlAt(now, config.ttlDays),
  }
  const event = {
    at,
    status: outcome.status,
    attempt: 1,
    ...(outcome.error !== undefined && { reason: outcome.error }),
  }
  const row: Job = {
    ...about,
    schemaVersion: JOB_SCHEMA_VERSION,
    jobId: torrentId(source),
    kind: 'torrent',
    requestHash: '',
    attempt: 1,
    launch: 1,
    sendSeq: 1,
    createdAt: at,
    events: [event],
  }
  const { created } = await jobs.create(row)
  if (created) return
  const stale = (['errorCode', 'error'] as const).filter((attribute) => outcome[attribute] === undefined)
  await jobs.change(row.jobId, {}, { set: about, remove: stale, event })
}
