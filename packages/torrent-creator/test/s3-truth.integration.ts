import { createHash, randomBytes } from 'node:crypto'
import { DeleteObjectCommand, ListObjectVersionsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { type JobStore, newJob, parseEnv, recordingMetadata, torrentId } from '@chronicle/core'
import { createJobStore, createObjectStore } from '@chronicle/core/aws'
import { lambdaContext, s3Event } from '@chronicle/core/testing'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { parseMetainfo, torrentName } from '@chronicle/torrent'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDeps } from '../src/deps.ts'
import { environment } from '../src/env.ts'
import { createHandler } from '../src/handler.ts'
import { anyKey } from './any-key.ts'

Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })
const { stop, bucket: Bucket, table, url: endpoint } = await startProvisionedEngine()
afterAll(stop)

const s3 = new S3Client({ endpoint, forcePathStyle: true })
const objects = createObjectStore({ endpoint })
const jobs: JobStore = createJobStore({ endpoint, table })
/** A function as it starts: with clients of its own. */
const start = () =>
  createHandler(createDeps(parseEnv(environment, { AWS_ENDPOINT_URL: endpoint, DDB_TABLE: table, S3_BUCKET: Bucket })))
const send = (key: string) => start()(s3Event({ bucket: Bucket, key }), lambdaContext())
const rowOf = (key: string) => jobs.get(torrentId({ bucket: Bucket, key }))
const put = (Key: string, more: Partial<ConstructorParameters<typeof PutObjectCommand>[0]> = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: 'content', ...more }))

async function torrentOf(key: string) {
  const id = { bucket: Bucket, key: `${key}.torrent` }
  const head = await objects.head(id)
  if (!head) return undefined
  const chunks: Uint8Array[] = []
  for await (const chunk of objects.read(id, { etag: head.etag, start: 0, end: head.size - 1 })) chunks.push(chunk)
  return { ...parseMetainfo(Buffer.concat(chunks)), ofVersion: head.metadata['source-version-id'] }
}

async function versionsOf(Prefix: string): Promise<string[]> {
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }))
  return Versions.map(({ Key }) => String(Key))
}

/** With a key of its owner's. */
function encryption() {
  const key = randomBytes(32)
  return {
    SSECustomerAlgorithm: 'AES256',
    SSECustomerKey: key.toString('base64'),
    SSECustomerKeyMD5: createHash('md5').update(key).digest('base64'),
  }
}

describe('on the engine', () => {
  it('fifty functions that are told of one object at once make one torrent, and all succeed', async () => {
    const { VersionId } = await put('crowd.bin', { Body: Buffer.alloc(3_000_000, 'chronicle') })
    const functions = Array.from({ length: 50 }, start)
    const event = s3Event({ bucket: Bucket, key: 'crowd.bin' })
    const results = await Promise.allSettled(functions.map((handler) => handler(event, lambdaContext())))
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([])
    expect(await versionsOf('crowd.bin.torrent')).toEqual(['crowd.bin.torrent'])
    expect(await torrentOf('crowd.bin')).toMatchObject({ length: 3_000_000, ofVersion: VersionId })
    expect(await rowOf('crowd.bin')).toMatchObject({
      status: 'COMPLETED',
      infoHash: (await torrentOf('crowd.bin'))?.infoHash,
    })
  }, 60_000)

  it('fifty that are told of an object while it is replaced and deleted leave what is true', async () => {
    await put('busy.bin')
    const told = Array.from({ length: 50 }, () => send('busy.bin').catch(() => send('busy.bin')))
    const { VersionId } = await put('busy.bin', { Body: 'new content' })
    await Promise.all([...told, send('busy.bin')])
    expect(await torrentOf('busy.bin')).toMatchObject({ length: 11, ofVersion: VersionId })
    const late = Array.from({ length: 20 }, () => send('busy.bin'))
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'busy.bin' }))
    await Promise.all([...late, send('busy.bin')])
    expect(await torrentOf('busy.bin')).toBeUndefined()
    expect(await rowOf('busy.bin')).toMatchObject({ status: 'CANCELLED', torrentWithdrawnAt: expect.any(String) })
  }, 60_000)

  it('an object deleted for good takes every version of its torrent along', async () => {
    const { VersionId } = await put('purged.bin')
    await send('purged.bin')
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'purged.bin', VersionId }))
    await send('purged.bin')
    expect(await versionsOf('purged.bin')).toEqual([])
  })

  it('an object at a key of a caller’s tells of its job when it and its torrent are gone, and an encrypted one of none', async () => {
    const key = 'recordings/shows/monday.mkv'
    const { open: _, lookAt: __, ...asked } = newJob({ url: 'https://example.com/live', jobId: 'monday' }, new Date())
    await jobs.create({ ...asked, status: 'COMPLETED', s3Bucket: Bucket, s3Key: key, size: 7 })
    await put(key, { Metadata: recordingMetadata(asked) })
    await send(key)
    expect(await jobs.get('monday')).toHaveProperty('infoHash')
    for (const Key of [`${key}.torrent`, key]) await s3.send(new DeleteObjectCommand({ Bucket, Key }))
    await send(key)
    expect(await jobs.get('monday')).toMatchObject({ torrentWithdrawnAt: expect.any(String) })
    expect(await jobs.get('monday')).not.toHaveProperty('infoHash')

    const secret = 'recordings/secret.mkv'
    await put(secret, encryption())
    await s3.send(new DeleteObjectCommand({ Bucket, Key: secret }))
    await send(secret)
    expect(await rowOf(secret)).toBeUndefined()
  })

  it.each(['GLACIER', 'DEEP_ARCHIVE'] as const)(
    'an object of class %s is refused before it is read',
    async (StorageClass) => {
      await put(`${StorageClass}.bin`, { StorageClass })
      await send(`${StorageClass}.bin`)
      expect(await rowOf(`${StorageClass}.bin`)).toMatchObject({ status: 'FAILED', errorCode: 'OBJECT_ARCHIVED' })
    },
  )

  it('an object of a class that can be read at once gets its torrent', async () => {
    await put('instant.bin', { StorageClass: 'GLACIER_IR' })
    await send('instant.bin')
    expect(await torrentOf('instant.bin')).toMatchObject({ length: 7 })
  })

  it('reading what went into an archive meanwhile says so', async () => {
    await put('late.bin', { StorageClass: 'GLACIER' })
    const { etag = '' } = (await objects.head({ bucket: Bucket, key: 'late.bin' })) ?? {}
    const read = async () => {
      for await (const _ of objects.read({ bucket: Bucket, key: 'late.bin' }, { etag, start: 0, end: 6 }));
    }
    await expect(read()).rejects.toMatchObject({ code: 'OBJECT_ARCHIVED' })
  })

  it('an object encrypted with a key of its owner’s is refused', async () => {
    await put('secret.bin', encryption())
    await send('secret.bin')
    expect(await rowOf('secret.bin')).toMatchObject({
      status: 'FAILED',
      errorCode: 'OBJECT_ENCRYPTED',
      s3Key: 'secret.bin',
    })
  })

  it('keys of any kind come back as they were', async () => {
    const control = /[\p{Cc}\uffff\ufffe]/u
    const keys = fc
      .sample(anyKey, { numRuns: 60, seed: 7 })
      .filter((key) => !control.test(key) && !/(^|\/)\.\.?(\/|$)|\/\/|^\//.test(key))
    for (const key of keys) {
      await put(key)
      await send(key)
      expect([key, await torrentOf(key)]).toMatchObject([key, { name: torrentName(key), length: 7 }])
      expect(await rowOf(key)).toMatchObject({ s3Key: key, status: 'COMPLETED' })
    }
    expect(keys.length).toBeGreaterThan(20)
  }, 60_000)
})
