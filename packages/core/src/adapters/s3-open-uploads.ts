import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  NoSuchUpload,
  type Part,
  paginateListParts,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { ObjectId } from '../ports/object-store.ts'
import type { StoredPart, Upload, UploadStore } from '../ports/upload-store.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

/** What can be asked of uploads that are open, and their end. */
export type OpenUploads = Pick<UploadStore, 'abort' | 'openFor' | 'parts'>

/** For whoever makes no uploads: these few calls have a small share of the SDK. */
export const createOpenUploads = (aws: AwsEndpoint): OpenUploads => openUploads(s3Client(aws))

export function openUploads(client: S3Client): OpenUploads {
  return {
    abort: (upload) => abort(client, upload),
    openFor: (id) => openFor(client, id),
    parts: (upload) => parts(client, upload),
  }
}

async function abort(client: S3Client, { bucket, key, uploadId }: Upload): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }))
  } catch (error) {
    if (!(error instanceof NoSuchUpload)) throw error // one that is over already
  }
}

async function parts(client: S3Client, { bucket, key, uploadId }: Upload): Promise<readonly StoredPart[] | undefined> {
  const stored: StoredPart[] = []
  try {
    for await (const page of paginateListParts({ client }, { Bucket: bucket, Key: key, UploadId: uploadId }))
      stored.push(...(page.Parts ?? []).map((part) => storedPart(key, part)))
  } catch (error) {
    if (error instanceof NoSuchUpload) return undefined
    throw error
  }
  return stored
}

/** Our uploads are begun with SHA-1 checksums, so that S3 tells one for each part. */
function storedPart(key: string, { PartNumber, ETag, Size, ChecksumSHA1 }: Part): StoredPart {
  if (PartNumber === undefined || ETag === undefined || Size === undefined || ChecksumSHA1 === undefined)
    throw new Error(`S3 tells neither size nor SHA-1 of part ${PartNumber} of "${key}"`)
  return { partNumber: PartNumber, etag: ETag, size: Size, sha1: Buffer.from(ChecksumSHA1, 'base64') }
}

/** S3 lists by prefix, 1,000 at a time; for the whole of a key there are a few. */
async function openFor(client: S3Client, { bucket, key }: ObjectId): Promise<readonly Upload[]> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }))
  return Uploads.flatMap(({ Key, UploadId }) =>
    Key === key && UploadId !== undefined ? [{ bucket, key, uploadId: UploadId }] : [],
  )
}
