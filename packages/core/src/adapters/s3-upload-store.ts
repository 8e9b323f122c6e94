import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  NotFound,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { ObjectExists } from '../domain/errors.ts'
import type { Upload, UploadedPart, UploadStore } from '../ports/upload-store.ts'
import { type AwsEndpoint, s3Settings } from './client-settings.ts'
import { openUploads } from './s3-open-uploads.ts'

/**
 * Milliseconds that S3 may take for an answer: a part is 8 MiB over a slow line; completing 10,000 parts can take minutes, while
 * S3 keeps the connection busy.
 */
const uploadTimeouts = { call: 60_000, complete: 600_000 }

export type UploadSettings = AwsEndpoint & {
  /** How long the completion of an upload may take, where three tries of ten minutes are too long. It is tried once then. */
  readonly completeTimeoutMs?: number
}

/** Multipart uploads to S3 with a SHA-1 checksum for each part. */
export function createUploadStore(
  { completeTimeoutMs, ...aws }: UploadSettings,
  timeouts = uploadTimeouts,
): UploadStore {
  const client = new S3Client(s3Settings(aws, timeouts.call))
  const completing = new S3Client({
    ...s3Settings(aws, completeTimeoutMs ?? timeouts.complete),
    ...(completeTimeoutMs !== undefined && { maxAttempts: 1 }),
  })
  const location = ({ bucket, key }: { readonly bucket: string; readonly key: string }) => ({
    Bucket: bucket,
    Key: key,
  })

  return {
    exists: async (id) => {
      try {
        await client.send(new HeadObjectCommand(location(id)))
        return true
      } catch (error) {
        if (error instanceof NotFound) return false
        throw error
      }
    },

    begin: async (id, { contentType, metadata }) => {
      const { UploadId } = await client.send(
        new CreateMultipartUploadCommand({
          ...location(id),
          ContentType: contentType,
          Metadata: { ...metadata },
          ChecksumAlgorithm: 'SHA1',
          ChecksumType: 'COMPOSITE',
        }),
      )
      if (UploadId === undefined) throw new Error(`S3 answered no upload id for "${id.key}"`)
      return { ...id, uploadId: UploadId }
    },

    uploadPart: async (upload, partNumber, body, sha1) => {
      const { ETag } = await client.send(
        new UploadPartCommand({
          ...location(upload),
          UploadId: upload.uploadId,
          PartNumber: partNumber,
          Body: body,
          ChecksumSHA1: Buffer.from(sha1).toString('base64'),
        }),
      )
      if (ETag === undefined) throw new Error(`S3 answered no ETag for part ${partNumber} of "${upload.key}"`)
      return { partNumber, etag: ETag, sha1 }
    },

    ...openUploads(client),

    complete: (upload, parts) => complete(completing, upload, parts),
  }
}

async function complete(client: S3Client, upload: Upload, parts: readonly UploadedPart[]) {
  const checksum = (part: UploadedPart) => Buffer.from(part.sha1).toString('base64')
  try {
    const { ETag = '', VersionId } = await client.send(
      new CompleteMultipartUploadCommand({
        Bucket: upload.bucket,
        Key: upload.key,
        UploadId: upload.uploadId,
        IfNoneMatch: '*',
        MultipartUpload: {
          Parts: parts.map((part) => ({ PartNumber: part.partNumber, ETag: part.etag, ChecksumSHA1: checksum(part) })),
        },
      }),
    )
    return { etag: ETag, ...(VersionId !== undefined && { versionId: VersionId }) }
  } catch (error) {
    const isTaken = error instanceof S3ServiceException && error.$metadata.httpStatusCode === 412
    throw isTaken ? new ObjectExists(upload.key, { cause: error }) : error
  }
}
