import { JOB_ID_METADATA, type Job, recordingKey, type UploadStore } from '@chronicle/core'
import type { Destinations } from './recording-upload.ts'

/** Where the recording of a job goes: to the key that was asked for if that is free, else to the attempt's own. */
export async function chooseDestinations(uploads: UploadStore, job: Job, bucket: string): Promise<Destinations> {
  const metadata = { [JOB_ID_METADATA]: job.jobId, 'chronicle-attempt': String(job.attempt) }
  const own = { bucket, key: recordingKey(job), metadata }
  const { s3Key } = job
  const isFree = s3Key !== undefined && !(await uploads.exists({ bucket, key: s3Key }))
  return { own, wanted: isFree ? { ...own, key: s3Key } : own }
}
