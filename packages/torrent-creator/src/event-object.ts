import { INTERNAL_PREFIX, type ObjectId } from '@chronicle/core'
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

/** Why an object gets no torrent, if it gets none: a torrent never begets a torrent, and what is ours alone stays so. */
export function reasonToSkip({ bucket, key }: ObjectId, onlyBucket: string | undefined): string | undefined {
  if (onlyBucket !== undefined && bucket !== onlyBucket) return `bucket "${bucket}" is not "${onlyBucket}"`
  if (/\.torrent$/i.test(key)) return 'it is a torrent'
  if (key.startsWith(INTERNAL_PREFIX)) return 'it is internal'
  return undefined
}
