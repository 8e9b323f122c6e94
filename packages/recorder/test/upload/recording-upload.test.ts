import { createHash } from 'node:crypto'
import type { Upload } from '@chronicle/core'
import {
  createFakeBucket,
  createFakeObjectStore,
  createFakeUploadStore,
  createSilentLog,
} from '@chronicle/core/testing'
import { beforeEach, expect, test } from '@jest/globals'
import { noProgress } from '../../src/progress.ts'
import type { GrowingFile } from '../../src/upload/growing-file.ts'
import { createRecordingUpload } from '../../src/upload/recording-upload.ts'

const PART = 8 * 1024 * 1024
const own = { bucket: 'b', key: 'recordings/own.mkv', metadata: { 'chronicle-job-id': 'job-1' } }
const wanted = { ...own, key: 'recordings/wanted.mkv' }

let content: Buffer
const file: GrowingFile = {
  size: async () => content.length,
  read: async (position, length) => Buffer.from(content.subarray(position, position + length)),
}

/** Comparing megabytes one by one takes a test runner minutes. */
const sha1 = (bytes: Uint8Array | undefined) => bytes && createHash('sha1').update(bytes).digest('hex')

function setUp() {
  const bucket = createFakeBucket()
  const uploads = createFakeUploadStore(bucket)
  const begun: Upload[] = []
  const onBegun = (upload: Upload) => void begun.push(upload)
  const deps = { uploads, objects: createFakeObjectStore(bucket), log: createSilentLog(), onBegun }
  const progress = noProgress()
  return {
    bucket,
    uploads,
    deps,
    progress,
    begun,
    upload: createRecordingUpload(deps, { wanted, own }, file, progress),
  }
}

beforeEach(() => {
  content = Buffer.alloc(0)
})

test('uploads parts as they fill, and the object has the bytes that the file has at the end', async () => {
  const { bucket, uploads, upload, progress } = setUp()
  content = Buffer.alloc(2 * PART + 5, 'a')
  await upload.uploadFullParts()
  expect([...(uploads.open.values().next().value?.parts.keys() ?? [])]).toEqual([1, 2])
  content = Buffer.concat([Buffer.from('new head'), Buffer.alloc(3 * PART, 'b')])

  const object = await upload.finish()

  const stored = bucket.current(wanted)
  expect(object).toMatchObject({ key: wanted.key, size: 3 * PART + 8, etag: stored?.etag })
  expect(sha1(stored?.body.subarray(0, PART))).toBe(sha1(content.subarray(0, PART)))
  expect(sha1(stored?.body.subarray(2 * PART))).toBe(sha1(content.subarray(2 * PART)))
  expect(stored).toMatchObject({ contentType: 'video/x-matroska', metadata: own.metadata })
  expect(progress.bytesUploaded).toBe(3 * PART + 8)
})

test('makes an object of a file that is smaller than a part', async () => {
  const { bucket, upload } = setUp()
  content = Buffer.from('small')
  await upload.finish()
  expect(bucket.current(wanted)?.body).toEqual(content)
})

test('opens no upload before there is something to send', async () => {
  const { uploads, upload } = setUp()
  content = Buffer.alloc(PART - 1)
  await upload.uploadFullParts()
  expect(uploads.open.size).toBe(0)
})

test('tells of its upload before its first part, and of the one that takes its place', async () => {
  const { bucket, uploads, upload, begun } = setUp()
  content = Buffer.alloc(PART + 1)
  const { uploadPart } = uploads
  uploads.uploadPart = async (...part) => {
    expect(begun.map(({ uploadId }) => uploadId)).toContain(part[0].uploadId)
    return uploadPart(...part)
  }
  await upload.uploadFullParts()
  expect(begun).toMatchObject([{ key: wanted.key }])
  bucket.put(wanted, Buffer.from('theirs'))
  await upload.finish()
  expect(begun).toMatchObject([{ key: wanted.key }, { key: own.key }])
})

test('never has more than two parts in memory', async () => {
  const { uploads, upload } = setUp()
  content = Buffer.alloc(5 * PART)
  let underWay = 0
  let most = 0
  const { uploadPart } = uploads
  uploads.uploadPart = async (...part) => {
    most = Math.max(most, ++underWay)
    await new Promise((resolve) => setTimeout(resolve, 5))
    underWay--
    return uploadPart(...part)
  }
  await upload.finish()
  expect(most).toBe(2)
})

test('takes its own key when somebody put an object at the wanted one', async () => {
  const { bucket, uploads, upload } = setUp()
  content = Buffer.alloc(PART + 1, 'c')
  await upload.uploadFullParts()
  bucket.put(wanted, Buffer.from('theirs'))

  expect(await upload.finish()).toMatchObject({ key: own.key })
  expect(bucket.current(wanted)?.body).toEqual(Buffer.from('theirs'))
  expect(sha1(bucket.current(own)?.body)).toBe(sha1(content))
  expect(uploads.open.size).toBe(0)
})

test('knows its own object when the answer to its completion got lost', async () => {
  const { bucket, uploads, upload } = setUp()
  content = Buffer.from('recording')
  const { complete } = uploads
  uploads.complete = async (...asked) => {
    await complete(...asked)
    throw new Error('socket hang up')
  }
  expect(await upload.finish()).toMatchObject({ key: wanted.key, etag: bucket.current(wanted)?.etag })
  expect(bucket.keys()).toEqual([`b/${wanted.key}`])
})

test('aborts what is open', async () => {
  const { uploads, upload } = setUp()
  content = Buffer.alloc(PART)
  await upload.uploadFullParts()
  await upload.abort()
  expect(uploads.open.size).toBe(0)
})
