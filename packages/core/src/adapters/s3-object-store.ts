import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  type HeadObjectCommandOutput,
  NotFound,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3'
import { ObjectChanged } from '../domain/errors.ts'
import type { ObjectHead, ObjectId, ObjectStore, PutRequest } from '../ports/object-store.ts'
import { ObjectArchived, ObjectEncrypted } from '../torrents/torrent-refusals.ts'
import type { AwsEndpoint } from './client-settings.ts'
import { s3Client } from './s3-client.ts'

const PRECONDITION_FAILED = 412
const CONFLICT = 409

/** Objects in S3. */
export function createObjectStore(aws: AwsEndpoint): ObjectStore {
  const client = s3Client(aws)
  return {
    head: (id, versionId) => head(client, id, versionId),
    put: (id, request) => put(client, id, request),
    remove: (id, { etag }) =>
      unlessRefused(() => client.send(new DeleteObjectCommand({ ...location(id), IfMatch: etag }))),
    read: async function* (id, { etag, versionId, start, end }) {
      const request = { ...location(id), VersionId: versionId, IfMatch: etag, Range: `bytes=${start}-${end}` }
      const { Body, ContentRange, ETag } = await client.send(new GetObjectCommand(request)).catch((error: unknown) => {
        if (isNamed(error, 'InvalidObjectState')) throw new ObjectArchived(id.key, { cause: error })
        throw isGone(error) ? new ObjectChanged(id.key, { cause: error }) : error
      })
      // Not every server knows conditions.
      if (ETag !== undefined && ETag !== etag) throw new ObjectChanged(id.key)
      if (ContentRange !== undefined && !ContentRange.startsWith(`bytes ${start}-${end}/`))
        throw new Error(`S3 was asked for bytes ${start}-${end} of "${id.key}" and answered ${ContentRange}`)
      if (!Body) return
      const body = Body as AsyncIterable<Uint8Array>
      // Whoever does not know ranges answers with everything (RFC 9110, 14.2): the local engine, where a version is named.
      yield* ContentRange === undefined ? bytesBetween(body, start, end) : body
    },
  }
}

const location = ({ bucket, key }: ObjectId) => ({ Bucket: bucket, Key: key })

/** The bytes from `start` to `end`, both inclusive, of a body that begins with the first. */
async function* bytesBetween(body: AsyncIterable<Uint8Array>, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = 0
  for await (const chunk of body) {
    const wanted = chunk.subarray(Math.max(start - at, 0), Math.max(end + 1 - at, 0))
    if (wanted.byteLength > 0) yield wanted
    at += chunk.byteLength
    if (at > end) return
  }
}

async function head(client: S3Client, id: ObjectId, versionId?: string): Promise<ObjectHead | undefined> {
  const request = { ...location(id), VersionId: versionId }
  try {
    const answer = await client.send(new HeadObjectCommand(request))
    const { ContentLength, ETag, VersionId, Metadata = {} } = answer
    // Taken for an object of 0 bytes, what is there would be given up for good.
    if (ContentLength === undefined || ETag === undefined)
      throw new Error(`S3 answered no size or no ETag for "${id.key}"`)
    return {
      size: ContentLength,
      etag: ETag,
      ...(VersionId !== undefined && { versionId: VersionId }),
      metadata: Metadata,
      ...(isArchived(answer) && { isArchived: true }),
    }
  } catch (error) {
    if (error instanceof NotFound || (error instanceof S3ServiceException && statusOf(error) === 404)) return undefined
    // The answer to HEAD has no body that would say why; the one to GET has.
    if (error instanceof S3ServiceException && statusOf(error) === 400)
      await client.send(new GetObjectCommand({ ...request, Range: 'bytes=0-0' })).catch((reason: unknown) => {
        throw isNamed(reason, 'InvalidRequest') && /encryption/i.test(reason.message)
          ? new ObjectEncrypted(id.key, { cause: reason })
          : reason
      })
    throw error
  }
}

/**
 * Whether the bytes have to be restored before they can be read.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadObject.html, `x-amz-restore` and `x-amz-archive-status`
 */
function isArchived({ StorageClass, ArchiveStatus, Restore }: HeadObjectCommandOutput): boolean {
  const isRestored = Restore?.includes('ongoing-request="false"') ?? false
  return ArchiveStatus !== undefined || (['GLACIER', 'DEEP_ARCHIVE'].includes(StorageClass ?? '') && !isRestored)
}

function put(client: S3Client, id: ObjectId, { body, contentType, metadata, onlyIf }: PutRequest): Promise<boolean> {
  const request = { ...location(id), Body: body, ContentType: contentType, Metadata: { ...metadata } }
  const condition = onlyIf === 'absent' ? { IfNoneMatch: '*' } : { IfMatch: onlyIf.etag }
  return unlessRefused(() => client.send(new PutObjectCommand({ ...request, ...condition })))
}

/** Whether a conditional request was carried out; false where its condition did not hold. */
async function unlessRefused(request: () => Promise<unknown>): Promise<boolean> {
  try {
    await request()
    return true
  } catch (error) {
    // 409 ConditionalRequestConflict: another writer was at it at the same moment. 404: what If-Match named is gone.
    if (error instanceof S3ServiceException && [PRECONDITION_FAILED, CONFLICT, 404].includes(statusOf(error) ?? 0))
      return false
    throw error
  }
}

const isNamed = (error: unknown, name: string): error is S3ServiceException =>
  error instanceof S3ServiceException && error.name === name

const statusOf = (error: S3ServiceException) => error.$metadata.httpStatusCode

const isGone = (error: unknown) =>
  error instanceof S3ServiceException && [PRECONDITION_FAILED, 404].includes(statusOf(error) ?? 0)
