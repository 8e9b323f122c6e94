import { createHash } from 'node:crypto'
import { type Job, ObjectArchived, type ObjectStore, torrentId } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { parseMetainfo } from '@chronicle/torrent'
import { describe, expect, it } from '@jest/globals'
import { recordJob } from '../src/record-job.ts'
import { torrentByHand } from '../src/torrent/torrent-by-hand.ts'
import { BUCKET, createRig, ME } from './support/rig.ts'

const id = { bucket: BUCKET, key: 'films/a.mp4' }
const jobId = torrentId(id)
const CONTENT = Buffer.alloc(300_000, 'chronicle')

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
  const rig = createRig(row, undefined, disturb)
  rig.bucket.put({ ...id, key }, content, undefined, metadata)
  const torrent = () => rig.bucket.current({ ...id, key: `${key}.torrent` })
  return {
    ...rig,
    torrent,
    said: () => parseMetainfo(torrent()?.body ?? new Uint8Array()),
    run: () => recordJob(rig.deps, rig.stopSwitch),
  }
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
  it('is beside its object, and no row is touched', async () => {
    const { deps, stopSwitch, said, row } = createHandedOver()
    const before = row()
    expect(await torrentByHand(deps, id.key, stopSwitch)).toBe(0)
    expect(said()).toMatchObject({ length: 300_000 })
    expect(row()).toEqual(before)
  })

  it('is none where there is no such object', async () => {
    const { deps, stopSwitch, log } = createHandedOver()
    expect(await torrentByHand(deps, 'none', stopSwitch)).toBe(1)
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'there is no such object' }))
  })
})
