import { isEnded, type Job, type Link, recordingOf, whyNoRecording } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { TorrentFailed, TorrentNotFound, TorrentNotReady } from './errors.ts'
import { linkToTorrent } from './link-to-torrent.ts'

/** A job goes on for long, so whoever waits for its end need not ask each second. */
const RETRY_AFTER_SECONDS = 60

/**
 * A link to the torrent of a job's recording, of the attempt named, else the one that the row shows, else the last that there is.
 * Throws TorrentNotReady, TorrentNotFound, TorrentFailed, and what linkToTorrent throws.
 */
export async function linkToJobTorrent(deps: Deps, job: Job, attempt?: number): Promise<Link> {
  const { s3Bucket: bucket, jobId } = job
  const { s3Key: key, infoHash: noted, torrentError } = recordingOf(job, attempt) ?? {}
  if (bucket === undefined || key === undefined) {
    const message = `there is no recording of job "${jobId}": ${whyNoRecording(job, attempt)}`
    throw isEnded(job.status) ? new TorrentNotFound(message) : new TorrentNotReady(message, RETRY_AFTER_SECONDS)
  }
  if (torrentError !== undefined) throw new TorrentFailed(key, torrentError)
  const { link, infoHash } = await linkToTorrent(deps, { bucket, key })
  if (noted !== undefined && noted !== infoHash)
    throw new TorrentNotFound(`"${key}" is not what job "${jobId}" recorded any more: another object was put there`)
  return link
}
