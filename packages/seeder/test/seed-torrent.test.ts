import { readdir } from 'node:fs/promises'
import { type Job, lookAfter } from '@chronicle/core'
import { parseMetainfo } from '@chronicle/torrent'
import { describe, expect, it } from '@jest/globals'
import type { Deps } from '../src/deps.ts'
import { SeedingFailed } from '../src/failures.ts'
import { exitCodes, seedTorrent } from '../src/seed-torrent.ts'
import { BUCKET, content, createRig, KEY, ME } from './support/rig.ts'

const AT = '2026-03-04T05:06:07.000Z'
const never = new AbortController().signal
const enough = { uploadedBytes: 2 * content.byteLength }

/** A rig whose client has given away enough at its first look, unless a test says otherwise. */
async function seeding(row: Partial<Job> = {}, different: Partial<Deps> = {}, config: Partial<Deps['config']> = {}) {
  const rig = await createRig(row)
  rig.client.looks(enough)
  const deps = { ...rig.deps, ...different, config: { ...rig.deps.config, ...config } }
  return { ...rig, deps, seed: (signal: AbortSignal = never) => seedTorrent(deps, signal) }
}

describe('a recording that is seeded', () => {
  it('is given to the client whole, with the trackers of today and the info-hash it always had', async () => {
    const { seed, client, infoHash } = await seeding()
    await expect(seed()).resolves.toBe(exitCodes.done)
    const { torrent = new Uint8Array(), content: given } = client.added() ?? {}
    expect(parseMetainfo(torrent)).toMatchObject({ infoHash, trackers: ['udp://tracker.example:6969/announce'] })
    expect(Buffer.compare(given ?? new Uint8Array(), content)).toBe(0)
  })

  it('keeps the trackers of its torrent where none are set, and names the web seed that is set', async () => {
    const { seed, client, infoHash } = await seeding({}, {}, { trackers: [], publicBaseUrl: 'https://cdn.example/' })
    await seed()
    expect(parseMetainfo(client.added()?.torrent ?? new Uint8Array())).toMatchObject({
      infoHash,
      trackers: ['udp://old.example:1/announce'],
      webSeeds: [`https://cdn.example/${KEY}`],
    })
  })

  it('has how it goes in the row, while the status of the job and all else stay as they were', async () => {
    const { seed, row, client, job, clock } = await seeding({}, {}, { reportMs: 0 })
    const seen: unknown[] = []
    client.looks({ isSeeding: false, complete: 0.5 }, { peers: 3, uploadedBytes: 7, trouble: 'tracker: no' }, enough)
    client.onLook(() => {
      const { seeding: now, ...rest } = row()
      // The sweep looks whether it is missed.
      expect(rest).toEqual({ ...job, seeder: ME, ...lookAfter('seeder', new Date(AT)) })
      seen.push(now)
      clock.advance(1000)
    })
    await seed()
    expect(seen).toEqual([
      { state: 'PREPARING', since: AT },
      { state: 'PREPARING', since: AT, uploadedBytes: 0, peers: 0 },
      { state: 'SEEDING', since: '2026-03-04T05:06:09.000Z', uploadedBytes: 7, peers: 3, error: 'tracker: no' },
    ])
    const ended = { state: 'ENDED', since: '2026-03-04T05:06:10.000Z', endReason: 'RATIO', peers: 0, ...enough }
    expect(row()).toEqual({ ...job, seeding: ended })
  })

  it('is looked at often, and its row written rarely', async () => {
    const { seed, client, jobs, clock } = await seeding({}, {}, { reportMs: 60_000, limits: { ratio: 0, hours: 0.1 } })
    let writes = 0
    const { change } = jobs
    jobs.change = (...args) => {
      writes += 1
      return change(...args)
    }
    client.looks({ uploadedBytes: 0 })
    client.onLook(() => clock.advance(10_000))
    await seed()
    // In 360 s: the claim, one at the begin, one a minute, the end.
    expect(writes).toBeGreaterThanOrEqual(7)
    expect(writes).toBeLessThanOrEqual(9)
  })

  it('goes on when its row cannot be written for a while', async () => {
    const { seed, client, jobs, row, log } = await seeding({}, {}, { reportMs: 0 })
    client.looks({}, {}, enough)
    let looks = 0
    const { change } = jobs
    client.onLook(() => {
      looks += 1
      jobs.change = looks === 2 ? async () => Promise.reject(new Error('DynamoDB is away')) : change
    })
    await expect(seed()).resolves.toBe(exitCodes.done)
    expect(row().seeding).toMatchObject({ state: 'ENDED', endReason: 'RATIO' })
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'warn', message: 'row not written' }))
  })

  it('leaves nothing on the disk, and its client ended', async () => {
    const { seed, client, deps } = await seeding()
    await seed()
    expect(client.ended()).toBe(1)
    await expect(readdir(deps.config.temporaryRoot)).resolves.toEqual([])
  })

  it('may be any torrent of the bucket, by its key, which has no row', async () => {
    const { seed, client, row, job } = await seeding({}, { assignment: { torrentKey: `${KEY}.torrent` } })
    await expect(seed()).resolves.toBe(exitCodes.done)
    expect(client.added()?.content).toBeDefined()
    expect(row()).toEqual(job)
  })

  it('comes from its web seed where that is wanted: nothing is read from the bucket but the torrent', async () => {
    const { seed, client } = await seeding({}, {}, { from: 'web-seed', publicBaseUrl: 'https://cdn.example' })
    await expect(seed()).resolves.toBe(exitCodes.done)
    expect(client.added()).toMatchObject({ content: undefined })
  })
})

describe('the end of seeding', () => {
  it('is its ratio, its time, or a signal, and the exit code tells', async () => {
    const byTime = await seeding({}, {}, { limits: { ratio: 0, hours: 2 } })
    byTime.client.looks({ uploadedBytes: 1e12 })
    byTime.client.onLook(() => byTime.clock.advance(3_600_000))
    await expect(byTime.seed()).resolves.toBe(0)
    expect(byTime.row().seeding).toMatchObject({ endReason: 'TIME', since: '2026-03-04T08:06:07.000Z' })

    const stopped = await seeding({}, {}, { limits: { ratio: 0, hours: 0 } })
    const stop = new AbortController()
    stopped.client.looks({ uploadedBytes: 1e12 }, { uploadedBytes: 2e12 }, { uploadedBytes: 3e12 })
    let looks = 0
    stopped.client.onLook(() => ++looks === 3 && stop.abort())
    await expect(stopped.seed(stop.signal)).resolves.toBe(143)
    expect(stopped.row().seeding).toMatchObject({ state: 'ENDED', endReason: 'STOPPED', uploadedBytes: 3e12 })
    expect(stopped.row().seeder).toBeUndefined()
  })

  it('counts time from when there is something to seed, not from the start', async () => {
    const { seed, client, clock, row } = await seeding({}, {}, { limits: { ratio: 0, hours: 1 } })
    client.looks({ isSeeding: false, complete: 0.3 }, { isSeeding: false, complete: 0.6 }, {})
    client.onLook(() => clock.advance(590_000))
    await seed()
    expect(row().seeding).toMatchObject({ state: 'ENDED', endReason: 'TIME', since: '2026-03-04T06:44:27.000Z' })
  })

  it('comes before the content, where a signal comes that early', async () => {
    const { seed, client, row } = await seeding()
    await expect(seed(AbortSignal.abort())).resolves.toBe(143)
    expect(row().seeding).toEqual({ state: 'ENDED', since: AT, endReason: 'STOPPED' })
    expect([client.added(), client.ended()]).toEqual([undefined, 1])
  })

  it('comes when the job is purged, retried or taken over meanwhile, and nothing is written any more', async () => {
    const { seed, client, row, jobs, job } = await seeding({}, {}, { reportMs: 0 })
    client.looks({})
    const retried = { ...job, attempt: 2, status: 'PENDING' } as const
    client.onLook(() => jobs.rows.set(job.jobId, retried))
    await expect(seed()).resolves.toBe(0)
    expect(row()).toEqual(retried)
    expect(client.ended()).toBe(1)
  })
})

describe('a seeder that is not wanted', () => {
  it.each<[string, Partial<Job>, Partial<Deps>]>([
    ['another seeder has the job', { seeder: 'another' }, {}],
    ['the job is not completed', { status: 'FAILED' }, {}],
    ['the job is recorded again', { status: 'RECORDING', attempt: 2 }, {}],
    ['the job is at another attempt', { attempt: 2 }, { assignment: { jobId: 'job-1', attempt: 1 } }],
  ])('does nothing and writes nothing when %s', async (_, row, different) => {
    const rig = await seeding(row, different)
    const before = rig.row()
    await expect(rig.seed()).resolves.toBe(0)
    expect(rig.row()).toEqual(before)
    expect(rig.client.started).toEqual([])
  })

  it('of twenty, leaves the job to one', async () => {
    const rig = await seeding({}, {}, { limits: { ratio: 0, hours: 1 } })
    rig.client.onLook(() => rig.clock.advance(60_000))
    const seeders = Array.from({ length: 20 }, (_, index) => ({ ...rig.deps, seeder: `task-${index}` }))
    await expect(Promise.all(seeders.map((deps) => seedTorrent(deps, never)))).resolves.toEqual(Array(20).fill(0))
    expect(rig.client.started).toHaveLength(1)
  })

  it('may come again once the one before has ended', async () => {
    const rig = await seeding()
    await rig.seed()
    await expect(seedTorrent({ ...rig.deps, seeder: 'later' }, never)).resolves.toBe(0)
    expect(rig.client.started).toHaveLength(2)
  })

  it('fails where there is no such job', async () => {
    const rig = await seeding({}, { assignment: { jobId: 'nobody' } })
    await expect(rig.seed()).resolves.toBe(exitCodes.failed)
    expect(rig.log.lines.at(-1)).toMatchObject({ level: 'error', fields: { error: { code: 'JOB_NOT_FOUND' } } })
  })
})

describe('what cannot be seeded', () => {
  const torrent = { bucket: BUCKET, key: `${KEY}.torrent` }
  type Rig = Awaited<ReturnType<typeof seeding>>
  it.each<[string, string, (rig: Rig) => unknown, Partial<Deps['config']>]>([
    ['the torrent is gone', 'TORRENT_MISSING', ({ bucket }) => bucket.delete(torrent), {}],
    ['the torrent is huge', 'TORRENT_TOO_LARGE', ({ bucket }) => bucket.put(torrent, new Uint8Array(11_000_000)), {}],
    ['the torrent is none', 'INVALID_TORRENT', ({ bucket }) => bucket.put(torrent, Buffer.from('<html>')), {}],
    ['the torrent is empty', 'INVALID_TORRENT', ({ bucket }) => bucket.put(torrent, new Uint8Array()), {}],
    ['a tracker is none', 'INVALID_TORRENT', () => {}, { trackers: ['not a url'] }],
    ['the recording is gone', 'CONTENT_MISSING', ({ bucket }) => bucket.delete({ bucket: BUCKET, key: KEY }), {}],
    [
      'there is no client',
      'CLIENT_MISSING',
      ({ client }) => client.refuseWith(new SeedingFailed('CLIENT_MISSING', 'install it')),
      {},
    ],
    ['the client ends', 'CLIENT_EXITED', ({ client }) => client.looks({}, new SeedingFailed('CLIENT_EXITED', 'x')), {}],
    ['something else happens', 'SEEDER_FAILED', ({ client }) => client.looks(new TypeError('fetch failed')), {}],
    ['there is no web seed', 'NO_WEB_SEED', () => {}, { from: 'web-seed' }],
  ])('says so when %s: %s', async (_, errorCode, spoil, config) => {
    const rig = await seeding({}, {}, config)
    spoil(rig)
    await expect(rig.seed()).resolves.toBe(exitCodes.failed)
    const error = expect.stringMatching(/\w/)
    expect(rig.row()).toEqual({ ...rig.job, seeding: { state: 'FAILED', since: AT, errorCode, error } })
    await expect(readdir(rig.deps.config.temporaryRoot)).resolves.toEqual([])
  })

  it('goes on while a web seed brings something, though less than a check had seemed to find', async () => {
    const rig = await seeding({}, {}, { from: 'web-seed', publicBaseUrl: 'https://cdn.example' })
    const shares = [0.9, 0.1, 0.2, 0.3, 0.4]
    rig.client.looks(...shares.map((complete) => ({ isSeeding: false, complete })), enough)
    rig.client.onLook(() => rig.clock.advance(200_000))
    await expect(rig.seed()).resolves.toBe(exitCodes.done)
  })

  it('is given up when a web seed brings nothing for ten minutes', async () => {
    const rig = await seeding({}, {}, { from: 'web-seed', publicBaseUrl: 'https://cdn.example' })
    rig.client.looks({ isSeeding: false, complete: 0.1 }, { isSeeding: false, complete: 0.25 })
    rig.client.onLook(() => rig.clock.advance(200_000))
    await expect(rig.seed()).resolves.toBe(exitCodes.failed)
    expect(rig.row().seeding).toMatchObject({ errorCode: 'WEB_SEED_STALLED', error: expect.stringContaining('25%') })
  })
})

describe('peers without a tracker', () => {
  it('are looked for as it is set', async () => {
    for (const dht of [true, false]) {
      const { seed, client } = await seeding({}, {}, { dht })
      await seed()
      expect(client.started).toMatchObject([{ dht, peerPort: 51_413 }])
    }
  })

  it('are never looked for where the torrent is private', async () => {
    const { seed, client, bucket, deps } = await seeding(
      {},
      {},
      { from: 'web-seed', publicBaseUrl: 'https://cdn.example' },
    )
    const info = `d6:lengthi3e4:name3:abc12:piece lengthi16384e6:pieces20:${'x'.repeat(20)}7:privatei1ee`
    bucket.put({ bucket: BUCKET, key: `${KEY}.torrent` }, Buffer.from(`d4:info${info}e`))
    await seed()
    expect(deps.config.dht).toBe(true)
    expect(client.started).toMatchObject([{ dht: false }])
  })
})
