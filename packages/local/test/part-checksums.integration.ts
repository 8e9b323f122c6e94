import { createHash, randomUUID } from 'node:crypto'
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  GetObjectAttributesCommand,
  PutBucketVersioningCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { createAws } from '../src/provision/aws.ts'
import { startTestEngine } from '../testing/index.ts'

const engine = await startTestEngine()
afterAll(() => engine.stop())
const { s3 } = createAws(engine.url)
const Bucket = 'bucket'
const sha1 = (data: Uint8Array) => createHash('sha1').update(data)
const parts = [5, 5, 1].map((mib, index) => Buffer.alloc(mib * 1024 * 1024, index))
const checksums = parts.map((part) => sha1(part).digest('base64'))
const sizes = parts.map(({ length }) => length)

beforeAll(async () => {
  await s3.send(new CreateBucketCommand({ Bucket }))
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }))
})

/** Uploads the parts, by default with SHA-1; answers where they are. */
async function upload(ChecksumAlgorithm: 'SHA1' | 'CRC32' | undefined, Key: string = randomUUID()) {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm }))
  const Parts = await Promise.all(
    parts.map(async (Body, index) => {
      const part = { Bucket, Key, UploadId, PartNumber: index + 1, Body }
      const { ETag } = await s3.send(
        new UploadPartCommand({ ...part, ...(ChecksumAlgorithm && { ChecksumAlgorithm }) }),
      )
      return { PartNumber: index + 1, ETag }
    }),
  )
  const { VersionId } = await s3.send(
    new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload: { Parts } }),
  )
  return { Bucket, Key, VersionId }
}

const attributesOf = (object: { Bucket: string; Key: string; VersionId?: string | undefined }, page = {}) =>
  s3.send(new GetObjectAttributesCommand({ ...object, ...page, ObjectAttributes: ['Checksum', 'ObjectParts'] }))

describe('an object that was uploaded in parts with SHA-1', () => {
  test('has the checksum of each part, and that of these', async () => {
    const { Checksum, ObjectParts } = await attributesOf(await upload('SHA1'))
    const ofAll = sha1(Buffer.concat(checksums.map((checksum) => Buffer.from(checksum, 'base64')))).digest('base64')
    expect(Checksum).toEqual({ ChecksumSHA1: `${ofAll}-3`, ChecksumType: 'COMPOSITE' })
    expect(ObjectParts?.TotalPartsCount).toBe(3)
    expect(ObjectParts?.Parts).toEqual(
      checksums.map((ChecksumSHA1, index) => ({ PartNumber: index + 1, Size: sizes[index], ChecksumSHA1 })),
    )
  })

  test('tells of them page by page', async () => {
    const object = await upload('SHA1')
    const pages = [await attributesOf(object, { MaxParts: 2 }), await attributesOf(object, { PartNumberMarker: '2' })]
    expect(pages.map(({ ObjectParts }) => ObjectParts?.Parts?.map(({ ChecksumSHA1 }) => ChecksumSHA1))).toEqual([
      checksums.slice(0, 2),
      checksums.slice(2),
    ])
  })

  test('has them as that version, when another one is there', async () => {
    const object = await upload('SHA1')
    await upload(undefined, object.Key)
    expect((await attributesOf(object)).ObjectParts?.Parts?.map(({ ChecksumSHA1 }) => ChecksumSHA1)).toEqual(checksums)
    const { Bucket, Key } = object
    const current = await attributesOf({ Bucket, Key })
    expect(current.ObjectParts?.Parts?.map(({ ChecksumSHA1 }) => ChecksumSHA1)).toEqual(parts.map(() => undefined))
  })
})

test('an object that was uploaded in parts with another checksum has none of SHA-1', async () => {
  const { ObjectParts } = await attributesOf(await upload('CRC32'))
  expect(ObjectParts?.Parts?.map(({ ChecksumSHA1, ChecksumCRC32 }) => [ChecksumSHA1, ChecksumCRC32])).toEqual(
    parts.map(() => [undefined, expect.any(String)]),
  )
})
