import { type Job, type Link, RecordingNotFound, recordingOf, signLink, whyNoRecording } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * A link to the recording of a job, of the attempt named, else the one that the row shows, else the last that there is.
 * It leads to the version that was recorded, whatever was put there since. Throws RecordingNotFound.
 */
export async function linkToRecording(
  deps: Pick<Deps, 'objects' | 'links' | 'clock'>,
  job: Job,
  attempt?: number,
): Promise<Link> {
  const { s3Bucket: bucket } = job
  const { s3Key: key, sourceVersionId: versionId } = recordingOf(job, attempt) ?? {}
  if (bucket === undefined || key === undefined) throw new RecordingNotFound(job.jobId, whyNoRecording(job, attempt))
  const object = { bucket, key, versionId }
  if (!(await deps.objects.head(object, versionId)))
    throw new RecordingNotFound(job.jobId, `"${key}" was deleted from the bucket`)
  return signLink(deps, object, key.slice(key.lastIndexOf('/') + 1))
}
