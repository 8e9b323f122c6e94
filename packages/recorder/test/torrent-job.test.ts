import { createHash } from 'node:crypto'
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Job, ObjectArchived, type ObjectStore, torrentId } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { parseMetainfo } from '@chronicle/torrent'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { recordJob } from '../src/record-job.ts'
import { torrentByHand } from '../src/torrent/torrent-by-hand.ts'
import { BUCKET, createRig, ME } from './support/rig.ts'

const id = { bucket: BUCKET, key: 'films/a.mp4' }
const jobId = torrentId(id)
const CONTENT = Buffer.alloc(300_000, 'chronicle')
let spoolRoot: string
beforeAll(async () => {
  spoolRoot = await mkdtemp(join(tmpdir(), 'chronicle-test-torrent-'))
})
afterAll(async () => {
  expect(await readdir(spoolRoot)).toEqual([]) // nothing is left on disk
  await rm(spoolRoot, { recursive: true })
})

/** The row that the function leaves for a task, and a bucket with its object. */
function createHandedOver({
  content = CONTENT,
  disturb,
  key = id.key,
  metadata = {},
}: {
  content?: Buffer | undefined
  disturb?: (store: ObjectStore) => ObjectStore
  key?: string
  metadata?: Record<string, string>
} = {}) {
  const { url: _, ...row } = {
    url: undefined,
    kind: 'torrent',
    jobId,
    status: 'STARTED',
    s3Bucket: BUCKET,
    s3Key: key,
  } as const
  const rig = createRig(row, spoolRoot, disturb)
  rig.bucket.put({ ...id, key }, content, undefined, metadata)
  const torrent = () => rig.bucket.current({ ...id, key: `${key}.torrent` })
  return {
    ...rig,
    torrent,
    said: () => parseMetainfo(torrent()?.body ?? new Uint8Array()),
    run: () => recordJob(rig.deps, rig.stopSwitch),
  }
}

/** When somebody last said that it goes on, as the image's health check sees it, each time that something is read. */
function lookingForLife(signs: number[]) {
  return (store: ObjectStore): ObjectStore => ({
    ...store,
    read: async function* (...args) {
      for (
        const [folder = ''] = await readdir(spoolRoot);
        signs.length < 3;
        await new Promise((r) => setTimeout(r, 300))
      )
        signs.push((await stat(join(spoolRoot, folder, 'alive'))).mtimeMs)
      yield* store.read(...args)
    },
  })
}

/** Has something happen once, when an object has been read to its end. */
function afterReading(happen: () => unknown) {
  let isDone = false
  return (store: ObjectStore): ObjectStore => ({
    ...store,
    read: async function* (...args) {
      yield* store.read(...args)
      if (!isDone && args[0].key === id.key) await happen()
      isDone = true
    },
  })
}

const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()

describe('a torrent that a task makes', () => {
  it('is the one that the function would make, and its row tells all of it', async () => {
    const { run, said, row, bucket } = createHandedOver()
    expect(await run()).toBe(0)
    const pieces = Buffer.concat([sha1(CONTENT.subarray(0, 262_144)), sha1(CONTENT.subarray(262_144))])
    expect(said()).toMatchObject({ name: 'a.mp4', length: 300_000, pieces: new Uint8Array(pieces) })
    expect(row()).toMatchObject({
      ...{ kind: 'torrent', status: 'COMPLETED', runner: ME, size: 300_000, hashedBytes: 300_000 },
      ...{ torrentFile: 'films/a.mp4.torrent', infoHash: said().infoHash, pieceLength: 262_144 },
      ...{
        sourceVersionId: bucket.current(id)?.versionId,
        ttl: expect.any(Number),
        creatingTorrentAt: expect.any(String),
      },
    })
    expect(row()).not.toHaveProperty('lookAt')
  })

  it('is told of in the row while it is made', async () => {
    const seen: (number | undefined)[] = []
    const there = createHandedOver({
      disturb: (store) => ({
        ...store,
        read: async function* (object, range) {
          for (let start = range.start; start <= range.end; start += 100_000) {
            yield* store.read(object, { ...range, start, end: Math.min(start + 99_999, range.end) })
            await new Promise((resolve) => setTimeout(resolve, 300))
            seen.push(there.row().hashedBytes)
          }
        },
      }),
    })
    await there.run()
    expect(seen.at(-1)).toBeGreaterThanOrEqual(200_000)
    expect(there.row()).toMatchObject({ status: 'COMPLETED' })
  })

  it('shows life while it is made, and nothing of that is left', async () => {
    const signs: number[] = []
    await createHandedOver({ disturb: lookingForLife(signs) }).run()
    expect(new Set(signs).size).toBe(3)
    expect(signs).toEqual(signs.toSorted((one, other) => one - other))
    expect(await readdir(spoolRoot)).toEqual([])
  })

  it('is that of the version that there is, where the object was replaced while it was read', async () => {
    const there = createHandedOver({ disturb: afterReading(() => there.bucket.put(id, Buffer.from('new'))) })
    expect(await there.run()).toBe(0)
    expect(there.said()).toMatchObject({ length: 3 })
    expect(there.row()).toMatchObject({
      status: 'COMPLETED',
      size: 3,
      sourceVersionId: there.bucket.current(id)?.versionId,
    })
  })

  it('goes on to another task where the object was replaced as this one ended', async () => {
    let isDone = false
    const there = createHandedOver({
      disturb: (store) => ({
        ...store,
        head: async (...args) => {
          if (!isDone && args[0].key === id.key && there.row().status === 'COMPLETED') {
            isDone = true
            there.bucket.put(id, Buffer.from('new'))
          }
          return store.head(...args)
        },
      }),
    })
    expect(await there.run()).toBe(0)
    expect(there.row()).toMatchObject({ status: 'PENDING', attempt: 2, launch: 1, size: 3, open: 'yes' })
    expect(there.row()).not.toHaveProperty('runner')
  })

  it('is gone with its object, and so is what the row said', async () => {
    const there = createHandedOver({ disturb: afterReading(() => there.bucket.deleteVersion(id, 'v1')) })
    expect(await there.run()).toBe(0)
    expect(there.bucket.versions(BUCKET, '')).toEqual([])
    expect(there.row()).toMatchObject({ status: 'CANCELLED', torrentWithdrawnAt: expect.any(String) })
  })

  it('is noted in the row of the job whose recording it is of', async () => {
    const recording = 'recordings/2026/03/04/job-9/clip.mkv'
    const { run, deps, said, row } = createHandedOver({ key: recording, metadata: { 'chronicle-job-id': 'job-9' } })
    const job = { status: 'COMPLETED', s3Bucket: BUCKET, s3Key: recording, torrentError: 'too large' } as const
    await deps.jobs.create(buildJob({ ...job, jobId: 'job-9' }))
    await run()
    const noted: Job | undefined = await deps.jobs.get('job-9')
    expect(noted).toMatchObject({ infoHash: said().infoHash, torrentFile: `${recording}.torrent` })
    expect(noted).not.toHaveProperty('torrentError')
    expect(row()).toMatchObject({ status: 'COMPLETED', infoHash: said().infoHash })
  })

  it.each([
    ['has no bytes', { content: Buffer.of() }, 'EMPTY_OBJECT'],
    [
      'was archived',
      {
        disturb: (store: ObjectStore): ObjectStore => ({
          ...store,
          // biome-ignore lint/correctness/useYield: it fails before it has any
          read: async function* () {
            throw new ObjectArchived(id.key)
          },
        }),
      },
      'OBJECT_ARCHIVED',
    ],
  ])('cannot be, and its row says why, where the object %s', async (_, settings, errorCode) => {
    const { run, row, torrent } = createHandedOver(settings)
    expect(await run()).toBe(0)
    expect(torrent()).toBeUndefined()
    expect(row()).toMatchObject({ status: 'FAILED', errorCode })
  })

  it('is left to the next attempt where the task is stopped, or S3 is down', async () => {
    const stopped = createHandedOver({ disturb: afterReading(() => stopped.stopSwitch.stop('STOPPED')) })
    stopped.stopSwitch.stop('STOPPED')
    expect(await stopped.run()).toBe(1)
    const failing = createHandedOver({
      disturb: (store) => ({
        ...store,
        // biome-ignore lint/correctness/useYield: it fails before it has any
        read: async function* () {
          throw new Error('S3 is down')
        },
      }),
    })
    expect(await failing.run()).toBe(1)
    for (const { row, torrent } of [stopped, failing]) {
      expect(torrent()).toBeUndefined()
      expect(row()).toMatchObject({ status: 'CREATING_TORRENT', open: 'yes' })
    }
  })

  it('is not made any more once its cancellation was asked for', async () => {
    const there = createHandedOver({
      disturb: (store) => ({
        ...store,
        read: async function* (object, range) {
          await there.jobs.change(jobId, {}, { set: { cancelRequested: true } })
          await new Promise((resolve) => setTimeout(resolve, 500))
          yield* store.read(object, range)
        },
      }),
    })
    expect(await there.run()).toBe(0)
    expect(there.torrent()).toBeUndefined()
    expect(there.row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
  })

  it('is not this task’s where another has the row', async () => {
    const { run, jobs, torrent, row } = createHandedOver()
    await jobs.change(jobId, {}, { set: { runner: 'another' } })
    expect(await run()).toBe(0)
    expect([torrent(), row().status]).toEqual([undefined, 'STARTED'])
  })
})

describe('a torrent by hand', () => {
  const byHand = async (settings: Parameters<typeof createHandedOver>[0] = {}) => {
    const there = createHandedOver(settings)
    const before = there.row()
    const exitCode = await torrentByHand(there.deps, settings.key ?? id.key, there.stopSwitch)
    expect(there.row()).toEqual(before) // no row is touched
    return { ...there, exitCode, end: there.log.lines.at(-1) }
  }

  it('is beside its object, and the log ends with what it is', async () => {
    const { exitCode, said, end } = await byHand()
    const { infoHash, name, length } = said()
    expect([exitCode, name, length]).toEqual([0, 'a.mp4', 300_000])
    expect(end).toEqual({
      level: 'info',
      message: 'COMPLETED',
      fields: {
        ...{ ...id, size: 300_000, torrentFile: 'films/a.mp4.torrent', infoHash, pieceLength: 262_144 },
        magnet: expect.stringContaining(infoHash),
      },
    })
  })

  it('that is there is told of again', async () => {
    const { deps, stopSwitch, log, said } = createHandedOver()
    await torrentByHand(deps, id.key, stopSwitch)
    const made = said()
    expect(await torrentByHand(deps, id.key, stopSwitch)).toBe(0)
    expect(said()).toEqual(made)
    expect(log.lines.at(-1)).toMatchObject({ message: 'COMPLETED', fields: { infoHash: made.infoHash } })
    expect(log.lines.filter(({ message }) => message === 'torrent made')).toHaveLength(1)
  })

  it('shows life and tells how far it is while it is made', async () => {
    const signs: number[] = []
    const { log } = await byHand({ disturb: lookingForLife(signs) })
    expect(new Set(signs).size).toBe(3)
    const told = log.lines.filter(({ message }) => message === 'progress')
    expect(told.length).toBeGreaterThanOrEqual(3)
    expect(told.at(-1)?.fields).toMatchObject({ key: id.key, hashedBytes: expect.any(Number), size: 300_000 })
  })

  it('is none, and its exit code says so, where there is no such object', async () => {
    const { deps, stopSwitch, log } = createHandedOver()
    expect(await torrentByHand(deps, 'none', stopSwitch)).toBe(1)
    expect(log.lines.at(-1)).toMatchObject({
      level: 'error',
      message: 'FAILED',
      fields: {
        errorCode: 'OBJECT_NOT_FOUND',
        error: expect.stringMatching(/"none" in bucket "recordings-test"; check/),
      },
    })
  })

  it.each([
    ['a torrent', { key: 'films/a.torrent' }, 'NO_TORRENT_WANTED'],
    ['internal', { key: '.chronicle/a' }, 'NO_TORRENT_WANTED'],
    ['empty', { content: Buffer.of() }, 'EMPTY_OBJECT'],
  ])('is none where the object is %s, and the log says so in a line', async (_, settings, errorCode) => {
    const { exitCode, bucket, end } = await byHand(settings)
    expect(exitCode).toBe(1)
    expect(bucket.keys()).toHaveLength(1)
    expect(end).toMatchObject({ message: 'FAILED', fields: { errorCode, error: expect.any(String) } })
  })

  it('is none where it was stopped, and the log says what to do', async () => {
    const there = createHandedOver()
    there.stopSwitch.stop('STOPPED')
    expect(await torrentByHand(there.deps, id.key, there.stopSwitch)).toBe(1)
    expect(there.torrent()).toBeUndefined()
    expect(there.log.lines.at(-1)?.fields).toMatchObject({
      errorCode: 'STOPPED',
      error: expect.stringMatching(/start it again/),
    })
  })

  it('is none where something nobody foresaw is in the way, and the log says what', async () => {
    const { exitCode, end } = await byHand({
      disturb: (store) => ({ ...store, head: () => Promise.reject(new Error('S3 is down')) }),
    })
    expect(exitCode).toBe(1)
    const error = expect.stringMatching(/^S3 is down; check endpoint, credentials/)
    expect(end).toMatchObject({ message: 'FAILED', fields: { errorCode: 'UNFORESEEN', error } })
  })

  it('of an earlier version is taken away where the object can have none any more', async () => {
    const { deps, stopSwitch, bucket, torrent } = createHandedOver()
    await torrentByHand(deps, id.key, stopSwitch)
    expect(torrent()).toBeDefined()
    bucket.put(id, Buffer.of())
    expect(await torrentByHand(deps, id.key, stopSwitch)).toBe(1)
    expect(torrent()).toBeUndefined()
  })
})
