import { type Attempt, isEnded, type Job, type Link, RecordingNotFound } from '@chronicle/core'
import { attemptsOf } from './attempts-of.ts'
import type { Deps } from './deps.ts'

/** Long enough to begin a download; one that has begun goes on. */
const LINK_SECONDS = 900

/**
 * A link by which anyone can fetch the recording of a job, of the attempt named, else the one that the row shows, else the last
 * that there is; for 15 minutes.
 * It leads to the version that was recorded, whatever was put there since. Throws RecordingNotFound.
 */
export async function linkToRecording(
  { objects, links, clock }: Pick<Deps, 'objects' | 'links' | 'clock'>,
  job: Job,
  attempt?: number,
): Promise<Link> {
  const { s3Bucket: bucket } = job
  const { s3Key: key, sourceVersionId: versionId } = recordingOf(job, attempt) ?? {}
  if (bucket === undefined || key === undefined) throw new RecordingNotFound(job.jobId, whyNone(job, attempt))
  const object = { bucket, key, versionId }
  if (!(await objects.head(object, versionId)))
    throw new RecordingNotFound(job.jobId, `"${key}" was deleted from the bucket`)
  const expiresAt = new Date(clock.now().getTime() + LINK_SECONDS * 1000).toISOString()
  const filename = key.slice(key.lastIndexOf('/') + 1)
  return { url: await links.sign(object, { filename, seconds: LINK_SECONDS }), expiresAt }
}

function recordingOf(job: Job, wanted: number | undefined): Pick<Attempt, 's3Key' | 'sourceVersionId'> | undefined {
  if (wanted === undefined && isEnded(job.status) && job.size !== undefined) return job
  const attempts = isEnded(job.status) ? attemptsOf(job) : (job.attempts ?? [])
  return attempts.findLast(({ attempt, size }) => size !== undefined && (wanted === undefined || wanted === attempt))
}

function whyNone({ status, purgeRequested }: Job, attempt: number | undefined): string {
  if (purgeRequested) return 'the job is being deleted'
  if (attempt !== undefined) return `attempt ${attempt} has none, or there was no such attempt`
  return isEnded(status) ? `the job is ${status} without one` : `the job is ${status}; there is one when it has ended`
}
