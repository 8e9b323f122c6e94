import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { type Job, type ObjectId, recordingMetadata, type UploadStore } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { PART_SIZE, parseMetainfo, verifyPieces } from '@chronicle/torrent'
import { describe, expect, it } from '@jest/globals'
import { createLifecycle, NOW, taskArn } from './lifecycle.ts'

const bucket = 'recordings-test'
const own = 'recordings/2026/03/04/job-1/stream.mkv'
const dead: Job = buildJob({
  ...{ status: 'RECORDING', taskArn, runner: taskArn, attempt: 1, s3Bucket: bucket, s3Key: own },
  ...{ startedAt: NOW, recordingAt: NOW, mediaSeconds: 20 },
})
const killed = { containers: [{ exitCode: 137 }] }
/** A recorder that may not be followed by another, so that its job ends. */
const exited = { containers: [{ exitCode: 1 }] }

const part = (content: number | string) => Buffer.alloc(PART_SIZE, content)
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()

/** A job whose recorder is dead, and the parts of its upload that are in S3, by their numbers. */
async function withParts(parts: Readonly<Record<number, Uint8Array>>, row: Partial<Job> = {}) {
  const lifecycle = createLifecycle([{ ...dead, ...row }])
  const { uploads, jobs } = lifecycle
  const place = { bucket, key: row.s3Key ?? own }
  const about = { contentType: 'video/x-matroska', metadata: recordingMetadata({ ...dead, ...row }) }
  const upload = await uploads.begin(place, about)
  for (const [number, body] of Object.entries(parts)) await uploads.uploadPart(upload, Number(number), body, sha1(body))
  const note = (uploadId: string) => jobs.change('job-1', {}, { set: { uploadId } })
  if (!('uploadId' in row)) await note(upload.uploadId)
  const object = (key = own) => lifecycle.bucket.current({ bucket, key })
  return { ...lifecycle, upload, place, object }
}

/** Comparing megabytes one by one takes a test runner minutes. */
const isSame = (object: { body: Uint8Array } | undefined, ...parts: readonly Uint8Array[]) =>
  object !== undefined && Buffer.concat(parts).equals(object.body)

describe('what a dead recorder left', () => {
  it('is an object of its parts, with its torrent, and the job ends as partial', async () => {
    const parts = [part('a'), part('b'), Buffer.from('the rest')]
    const { stop, row, object, uploads, metrics } = await withParts({
      1: part('a'),
      2: part('b'),
      3: parts[2] ?? part(0),
    })
    await stop(exited)
    expect(isSame(object(), ...parts)).toBe(true)
    expect(object()).toMatchObject({ contentType: 'video/x-matroska', metadata: { 'chronicle-job-id': 'job-1' } })
    expect(uploads.open.size).toBe(0)
    expect(row()).toMatchObject({
      ...{ status: 'COMPLETED', partial: true, endReason: 'RECORDER_EXITED', finishedAt: NOW },
      ...{ s3Bucket: bucket, s3Key: own, size: 2 * PART_SIZE + 8, torrentFile: `${own}.torrent` },
      ...{ sourceEtag: object()?.etag, sourceVersionId: object()?.versionId },
    })
    expect(row()).not.toHaveProperty('uploadId')
    expect(row()?.events.at(-1)?.reason).toBe(`RECORDER_EXITED: ${2 * PART_SIZE + 8} bytes of the recording are kept`)
    const metainfo = parseMetainfo(object(`${own}.torrent`)?.body ?? new Uint8Array())
    expect(metainfo).toMatchObject({ infoHash: row()?.infoHash, length: 2 * PART_SIZE + 8 })
    const content = object()?.body ?? new Uint8Array()
    await expect(verifyPieces(Readable.from([content]), metainfo)).resolves.toMatchObject({ ok: true })
    expect(metrics.counted).toEqual([{ name: 'JobCompleted' }])
  })

  it('has a torrent of the hashes that S3 told, where parts are pieces: nothing is read', async () => {
    const parts = Object.fromEntries(Array.from({ length: 32 }, (_, index) => [index + 1, part(index)]))
    const lifecycle = await withParts(parts)
    const read = () => {
      throw new Error('nothing is to be read')
    }
    await createLifecycle([], { ...lifecycle, objects: { ...lifecycle.objects, read } }).stop(exited)
    const metainfo = parseMetainfo(lifecycle.object(`${own}.torrent`)?.body ?? new Uint8Array())
    expect(metainfo).toMatchObject({ pieceLength: PART_SIZE, length: 32 * PART_SIZE })
    const content = lifecycle.object()?.body ?? new Uint8Array()
    await expect(verifyPieces(Readable.from([content]), metainfo)).resolves.toMatchObject({ ok: true })
  })

  it('is kept as an attempt of its own, while the next one begins', async () => {
    const { stop, row, object, queue } = await withParts({ 1: part('a') })
    await stop(killed)
    expect(isSame(object(), part('a'))).toBe(true)
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
    expect(row()?.attempts).toMatchObject([
      {
        ...{
          attempt: 1,
          status: 'COMPLETED',
          s3Key: own,
          size: PART_SIZE,
          partial: true,
          endReason: 'RECORDER_KILLED',
        },
        ...{ startedAt: NOW, recordingAt: NOW, finishedAt: NOW, torrentFile: `${own}.torrent` },
      },
    ])
    for (const attribute of ['s3Key', 'uploadId', 'size', 'partial', 'endReason', 'torrentFile'])
      expect(row()).not.toHaveProperty(attribute)
    expect(queue.rings).toEqual([{ jobId: 'job-1', sendSeq: 2 }])
  })

  const gaps = { count: 1, seconds: 4, longest: [{ atSeconds: 8, seconds: 4 }] }
  it('has the gaps that its recorder noted, as the job or as an attempt of it', async () => {
    const ends = await withParts({ 1: part('a') }, { gaps })
    await ends.stop(exited)
    expect(ends.row()).toMatchObject({ status: 'COMPLETED', gaps })
    const goesOn = await withParts({ 1: part('a') }, { gaps })
    await goesOn.stop(killed)
    expect(goesOn.row()).toMatchObject({ status: 'PENDING', attempts: [{ attempt: 1, gaps }] })
    expect(goesOn.row()).not.toHaveProperty('gaps')
  })

  it('has no gaps where there is nothing of it', async () => {
    const earlier = { attempt: 1, status: 'COMPLETED', s3Key: own, size: 5 } as const
    const ends = await withParts({}, { gaps })
    await ends.stop(exited)
    expect(ends.row()).toMatchObject({ status: 'FAILED' })
    expect(ends.row()).not.toHaveProperty('gaps')
    const hasAnother = await withParts({}, { gaps, attempt: 2, attempts: [earlier] })
    await hasAnother.stop({ ...exited, startedBy: 'job-1/2/1' })
    expect(hasAnother.row()).toMatchObject({ status: 'COMPLETED', s3Key: own })
    expect(hasAnother.row()).not.toHaveProperty('gaps')
    const goesOn = await withParts({}, { gaps })
    await goesOn.stop(killed)
    expect(goesOn.row()?.attempts).toEqual([expect.not.objectContaining({ gaps })])
  })

  it('ends a job that was cancelled as COMPLETED, with the reason', async () => {
    const { stop, row } = await withParts({ 1: part('a') }, { cancelRequested: true })
    await stop(killed)
    expect(row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'CANCEL_REQUESTED', size: PART_SIZE })
  })

  it('ends a job whose capture was over, instead of recording again', async () => {
    const { stop, row } = await withParts(
      { 1: part('a') },
      { status: 'UPLOADING', uploadingAt: NOW, endReason: 'ENDED' },
    )
    await stop(killed)
    expect(row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'RECORDER_KILLED' })
  })

  it.each<[string, Record<number, Uint8Array>, readonly Uint8Array[]]>([
    ['as far as the first gap', { 1: part('a'), 2: part('b'), 4: part('d') }, [part('a'), part('b')]],
    [
      'as far as the first part that is not full',
      { 1: part('a'), 2: Buffer.from('short'), 3: part('c') },
      [part('a'), Buffer.from('short')],
    ],
    ['of one part', { 1: part('a') }, [part('a')]],
    ['of one part that is not full', { 1: Buffer.from('little') }, [Buffer.from('little')]],
  ])('is kept %s', async (_, parts, kept) => {
    const { stop, object, uploads } = await withParts(parts)
    await stop(exited)
    expect(isSame(object(), ...kept)).toBe(true)
    expect(uploads.open.size).toBe(0)
  })

  it.each<[string, Record<number, Uint8Array>]>([
    ['there is no part', {}],
    ['its first part is missing', { 2: part('b') }],
  ])('is given up where %s', async (_, parts) => {
    const { stop, row, object, uploads } = await withParts(parts)
    await stop(exited)
    expect(uploads.open.size).toBe(0)
    expect(object()).toBeUndefined()
    expect(row()).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_EXITED' })
  })

  it('is found by its key where the note of its upload was lost, and other uploads there are given up', async () => {
    const { stop, uploads, object, place } = await withParts({ 1: part('a') }, { uploadId: undefined })
    await uploads.begin(place, { contentType: 'video/x-matroska', metadata: recordingMetadata(dead) })
    await stop(exited)
    expect(isSame(object(), part('a'))).toBe(true)
    expect(uploads.open.size).toBe(0)
  })

  it("is not looked for at a key of the caller, which may be another job's as well", async () => {
    const s3Key = 'recordings/wanted.mkv'
    const { stop, row, uploads } = await withParts({ 1: part('a') }, { s3Key, uploadId: undefined })
    await stop(exited)
    expect(row()).toMatchObject({ status: 'FAILED' })
    expect(uploads.open.size).toBe(1)
  })

  it('never takes the place of an object that is not its own', async () => {
    const { stop, row, object, uploads, log, ...lifecycle } = await withParts({ 1: part('a') })
    lifecycle.bucket.put({ bucket, key: own }, Buffer.from('theirs'))
    await stop(exited)
    expect(object()?.body).toEqual(Buffer.from('theirs'))
    expect(uploads.open.size).toBe(0)
    expect(row()).toMatchObject({ status: 'FAILED' })
    expect(log.lines).toContainEqual(expect.objectContaining({ message: 'recording not kept, its key is taken' }))
  })

  it('is nothing where its recorder had not passed the fence', async () => {
    const { stop, row, uploads } = await withParts({ 1: part('a') }, { status: 'STARTED', runner: undefined })
    await stop(exited)
    expect(row()).toMatchObject({ status: 'FAILED' })
    expect(uploads.open.size).toBe(1)
  })
})

describe('an object that the dead recorder had made already', () => {
  const none = { count: 1, seconds: 4, longest: [] }
  const whole = Buffer.from('all of it')
  const put = ({ bucket: fake }: ReturnType<typeof createLifecycle>, key = own) =>
    fake.put({ bucket, key }, whole, 'video/x-matroska', recordingMetadata(dead))

  it.each<[string, Partial<Job>, Partial<Job>]>([
    ['is whole, as the row says', { status: 'UPLOADING', endReason: 'ENDED' }, { endReason: 'ENDED' }],
    ['is partial, as the row says', { endReason: 'STOPPED', partial: true }, { endReason: 'STOPPED', partial: true }],
    [
      'has the gaps that the row says',
      { endReason: 'ENDED', partial: true, gaps: none },
      { partial: true, gaps: none },
    ],
    ['is partial where the row says nothing', {}, { endReason: 'RECORDER_EXITED', partial: true }],
  ])('%s', async (_, row, expected) => {
    const lifecycle = createLifecycle([{ ...dead, uploadId: 'over', ...row }])
    put(lifecycle)
    await lifecycle.stop(exited)
    expect(lifecycle.row()).toMatchObject({ status: 'COMPLETED', size: 9, torrentFile: `${own}.torrent`, ...expected })
    expect(lifecycle.row()?.partial).toBe(expected.partial)
  })

  it('keeps the torrent that it has', async () => {
    const lifecycle = createLifecycle([{ ...dead, uploadId: 'over', endReason: 'ENDED' }])
    put(lifecycle)
    await lifecycle.stop(exited)
    const { infoHash, magnet, pieceLength } = lifecycle.row() ?? {}
    const torrent = lifecycle.bucket.current({ bucket, key: `${own}.torrent` })
    lifecycle.jobs.rows.set('job-1', { ...dead, uploadId: 'over', endReason: 'ENDED' })
    await lifecycle.stop(exited)
    expect(lifecycle.row()).toMatchObject({ infoHash, magnet, pieceLength })
    expect(lifecycle.bucket.current({ bucket, key: `${own}.torrent` })).toBe(torrent)
  })
})

describe('a crash between any two steps', () => {
  type Step = (lifecycle: Awaited<ReturnType<typeof withParts>>) => Partial<{
    uploads: UploadStore
    objects: ReturnType<typeof createLifecycle>['objects']
    jobs: ReturnType<typeof createLifecycle>['jobs']
  }>
  const die = () => Promise.reject(new Error('killed'))
  const isTorrent = ({ key }: ObjectId) => key.endsWith('.torrent')
  const steps: readonly [string, Step][] = [
    ['before its parts are known', ({ uploads }) => ({ uploads: { ...uploads, parts: die } })],
    ['before the object is made', ({ uploads }) => ({ uploads: { ...uploads, complete: die } })],
    [
      'when the object is made',
      ({ uploads, objects }) => ({
        uploads: { ...uploads, complete: async (...asked) => uploads.complete(...asked).then(die) },
        objects: { ...objects, head: die },
      }),
    ],
    [
      'before the row is written',
      ({ jobs }) => ({
        jobs: { ...jobs, change: (id, when, what) => (what.set?.finishedAt ? die() : jobs.change(id, when, what)) },
      }),
    ],
    [
      'when the row is written',
      ({ jobs }) => ({
        jobs: {
          ...jobs,
          change: async (id, when, what) => {
            const outcome = await jobs.change(id, when, what)
            return what.set?.finishedAt ? die() : outcome
          },
        },
      }),
    ],
  ]

  it.each(steps)('%s is made good by the next event', async (_, step) => {
    const lifecycle = await withParts({ 1: part('a'), 2: part('b') })
    const broken = createLifecycle([], { ...lifecycle, ...step(lifecycle) })
    await expect(broken.stop(exited)).rejects.toThrow('killed')
    await lifecycle.stop(exited)
    expect(isSame(lifecycle.object(), part('a'), part('b'))).toBe(true)
    expect(lifecycle.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'RECORDER_EXITED' })
    expect(lifecycle.row()).toMatchObject({ torrentFile: `${own}.torrent`, infoHash: expect.any(String) })
    expect(lifecycle.uploads.open.size).toBe(0)
  })

  it('is no loss where the answer to the completion is lost: the object says whose it is', async () => {
    const lifecycle = await withParts({ 1: part('a') })
    const { uploads } = lifecycle
    const complete: UploadStore['complete'] = (...asked) => uploads.complete(...asked).then(die)
    await createLifecycle([], { ...lifecycle, uploads: { ...uploads, complete } }).stop(exited)
    expect(lifecycle.row()).toMatchObject({ status: 'COMPLETED', size: PART_SIZE })
  })

  it('of a torrent that cannot be published leaves the recording, and says why', async () => {
    const lifecycle = await withParts({ 1: part('a') })
    const { objects } = lifecycle
    const put: typeof objects.put = (id, request) => (isTorrent(id) ? die() : objects.put(id, request))
    await createLifecycle([], { ...lifecycle, objects: { ...objects, put } }).stop(exited)
    expect(lifecycle.row()).toMatchObject({ status: 'COMPLETED', size: PART_SIZE, torrentError: 'killed' })
  })
})

describe('two who settle a job at once', () => {
  it.each([exited, killed])('keep one recording and write one end', async (detail) => {
    const { stop, object, uploads, row, metrics, queue, bucket: fake } = await withParts({ 1: part('a'), 2: part('b') })
    await Promise.all(Array.from({ length: 8 }, () => stop(detail)))
    expect(isSame(object(), part('a'), part('b'))).toBe(true)
    expect(fake.keys()).toHaveLength(2)
    expect(uploads.open.size).toBe(0)
    if (detail === killed) {
      expect(row()?.attempts).toMatchObject([{ status: 'COMPLETED', size: 2 * PART_SIZE, partial: true }])
      expect(queue.rings).toHaveLength(1)
    } else {
      expect(row()).toMatchObject({ status: 'COMPLETED', partial: true })
      expect(metrics.counted).toEqual([{ name: 'JobCompleted' }])
    }
  })
})
