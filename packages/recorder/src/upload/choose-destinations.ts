import { type Job, recordingKey, recordingMetadata, type UploadStore } from '@chronicle/core'
import type { Destinations } from './recording-upload.ts'

/** Where the recording of a job goes: to the key that was asked for if that is free, else to the attempt's own. */
export async function chooseDestinations(uploads: UploadStore, job: Job, bucket: string): Promise<Destinations> {
  const own = { bucket, key: recordingKey(job), metadata: recordingMetadata(job) }
  const { s3Key } = job
  const isFree = s3Key !== undefined && !(await uploads.exists({ bucket, key: s3Key }))
  return { own, wanted: isFree ? { ...own, key: s3Key } : own }
}
