import { type ChronicleError, type Job, type TorrentFacts, type TorrentSource, torrentKey } from '@chronicle/core'
import type { Deps } from './deps.ts'
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
  const job = await jobOf(deps, source, jobId)
  if (job) await deps.jobs.change(job.jobId, lacksTorrent, { set: torrent, remove: ['torrentError'] })
  else await writeObjectRow(deps, source, { status: 'COMPLETED', ...torrent })
}

/** Notes there why an object has no torrent and, as it is, will have none. */
export async function recordRefusal(
  deps: Deps,
  source: TorrentSource,
  { code, message }: ChronicleError,
  jobId: string | undefined,
): Promise<void> {
  deps.log.warn('object gets no torrent', { key: source.key, code, reason: message })
  const job = await jobOf(deps, source, jobId)
  if (job) await deps.jobs.change(job.jobId, lacksTorrent, { set: { torrentError: message } })
  else await writeObjectRow(deps, source, { status: 'FAILED', errorCode: code, error: message })
}

const lacksTorrent = { status: ['COMPLETED'], absent: ['infoHash'] } as const

/** The job that recorded this object, if one did. */
async function jobOf(
  { jobs }: Deps,
  { bucket, key }: TorrentSource,
  jobId: string | undefined,
): Promise<Job | undefined> {
  const job = jobId === undefined ? undefined : await jobs.get(jobId)
  return job?.s3Bucket === bucket && job.s3Key === key ? job : undefined
}
