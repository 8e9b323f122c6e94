import { type ObjectId, reasonToPassOver } from '@chronicle/core'
import type { S3EventRecord } from 'aws-lambda'

/**
 * The object that an S3 event speaks of. Its key is form-encoded there: a plus is a space.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 * Throws URIError for a key that S3 cannot have sent.
 */
export function eventObject({ s3 }: S3EventRecord): ObjectId {
  return {
    bucket: s3.bucket.name,
    key: decodeURIComponent(s3.object.key.replaceAll('+', ' ')),
  }
}

/** Why an event's object gets no torrent, if it gets none: where it is, or what it is by its key. */
export function reasonToSkip({ bucket, key }: ObjectId, onlyBucket: string | undefined): string | undefined {
  if (onlyBucket !== undefined && bucket !== onlyBucket) return `bucket "${bucket}" is not "${onlyBucket}"`
  return reasonToPassOver(key)
}
