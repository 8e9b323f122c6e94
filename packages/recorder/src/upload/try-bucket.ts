import type { ObjectId, UploadStore } from '@chronicle/core'

/** No upload can be made where the recording is to go. */
export class BucketRefused extends Error {
  override readonly name = 'BucketRefused'
}

/**
 * Begins an upload and gives it up. Terraform sees to a task's bucket and rights; what a person typed is better found wrong now
 * than when hours are recorded. Throws BucketRefused.
 */
export async function tryBucket(uploads: UploadStore, place: ObjectId): Promise<void> {
  try {
    await uploads.abort(await uploads.begin(place, { contentType: 'video/x-matroska', metadata: {} }))
  } catch (cause) {
    const said = cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)
    throw new BucketRefused(
      `bucket "${place.bucket}" takes no upload (${said}); check S3_BUCKET, region and credentials`,
      {
        cause,
      },
    )
  }
}
