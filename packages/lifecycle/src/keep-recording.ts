import {
  completeUpload,
  hasMetadata,
  type Job,
  ObjectExists,
  type ObjectId,
  recordingKey,
  recordingMetadata,
  type TorrentSource,
  torrentSourceOf,
} from '@chronicle/core'
import type { Deps } from './deps.ts'
import { hold } from './hold-job.ts'
import { findOpenUpload, type OpenUpload } from './open-upload.ts'
import { torrentOfObject, torrentOfParts } from './recording-torrent.ts'

/** What the row says of a recording that is kept. */
export type Recording = Partial<Job> & Required<Pick<Job, 's3Key' | 'size' | 'endReason'>>

/**
 * Keeps what a dead recorder left: as many parts of its open upload as make a file, else the object that was made of them
 * already; and sees to the torrent. Answers what the row is to say of it, or undefined where there is nothing to keep. Called
 * again after a crash, or by two at once, each step finds its work done. `endReason` is why the recording is cut short.
 */
export async function keepRecording(deps: Deps, job: Job, endReason: string): Promise<Recording | undefined> {
  const { s3Bucket: bucket, s3Key: key = recordingKey(job) } = job
  // A recorder that has not passed the fence has written nothing to S3.
  if (bucket === undefined || job.runner === undefined) return undefined
  const found = await findOpenUpload(deps.uploads, job, { bucket, key })
  if (found && found.parts.length > 0) return keepParts(deps, job, found, endReason)
  if (found) await deps.uploads.abort(found.upload)
  return keepObject(deps, job, { bucket, key }, endReason)
}

/** Undefined where the job has moved on, or somebody else's object has the key: nothing kept is ever overwritten. */
async function keepParts(deps: Deps, job: Job, open: OpenUpload, endReason: string): Promise<Recording | undefined> {
  const { upload, parts } = open
  const { bucket, key } = upload
  const outcome = { endReason, partial: true }
  // Before there is an object: whoever finds it has to know that it is not all of the recording.
  const held = await hold(deps, job, { set: outcome })
  if (!held) return undefined
  const size = parts.reduce((sum, part) => sum + part.size, 0)
  try {
    const stored = await completeUpload(deps, upload, parts, { size, metadata: recordingMetadata(job) })
    const object = { bucket, key, size, ...stored, jobId: job.jobId }
    return { ...facts(object), ...outcome, ...gapsOf(held), ...(await torrentOfParts(deps, object, parts)) }
  } catch (error) {
    if (!(error instanceof ObjectExists)) throw error
    deps.log.error('recording not kept, its key is taken', { jobId: job.jobId, key })
    await deps.uploads.abort(upload)
    return undefined
  }
}

/** The object is the recorder's own, or one that an earlier try made of its parts: the row says how the recording ended. */
async function keepObject(deps: Deps, job: Job, place: ObjectId, endReason: string): Promise<Recording | undefined> {
  const head = await deps.objects.head(place)
  if (!head || !hasMetadata(head, recordingMetadata(job))) return undefined
  const held = await hold(deps, job)
  if (!held) return undefined
  const object = torrentSourceOf(place, head)
  const outcome =
    held.endReason === undefined
      ? { endReason, partial: true }
      : { endReason: held.endReason, ...(held.partial && { partial: true }) }
  return { ...facts(object), ...outcome, ...gapsOf(held), ...(await torrentOfObject(deps, object)) }
}

/** As its recorder noted them last. */
const gapsOf = ({ gaps }: Job) => gaps && { gaps }

function facts({ bucket, key, size, etag, versionId }: TorrentSource) {
  const source = { sourceEtag: etag, ...(versionId !== undefined && { sourceVersionId: versionId }) }
  return { s3Bucket: bucket, s3Key: key, size, bytesUploaded: size, ...source }
}
