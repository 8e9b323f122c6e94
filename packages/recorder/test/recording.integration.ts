import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '@chronicle/core'
import { createPieceHasher, parseMetainfo, verifyPieces } from '@chronicle/torrent'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { recordJob } from '../src/record-job.ts'
import { countFrames, decodingErrors, jumpsIn, seekingErrors } from './support/ffmpeg.ts'
import { BUCKET, createRig } from './support/rig.ts'
import { startSample } from './support/sample.ts'

const cleanUps: (() => Promise<void>)[] = []
let spoolRoot: string
beforeEach(async () => {
  spoolRoot = await mkdtemp(join(tmpdir(), 'chronicle-test-spool-'))
})
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
  expect(await readdir(spoolRoot)).toEqual([]) // the recorder leaves nothing on disk
  await rm(spoolRoot, { recursive: true })
})

async function sample(options: Parameters<typeof startSample>[0]) {
  const stream = await startSample(options)
  cleanUps.push(stream.stop)
  return stream
}

/** Saves what is in the bucket at the row's key, to look at it with other programs. */
async function saveRecording(rig: ReturnType<typeof createRig>): Promise<string> {
  const { s3Key = '' } = rig.row()
  const stored = rig.bucket.current({ bucket: BUCKET, key: s3Key })
  if (!stored) throw new Error(`nothing is stored at "${s3Key}"`)
  const file = join(tmpdir(), `chronicle-test-${crypto.randomUUID()}.mkv`)
  cleanUps.push(() => rm(file))
  await writeFile(file, stored.body)
  return file
}

function torrentOf(rig: ReturnType<typeof createRig>) {
  const stored = rig.bucket.current({ bucket: BUCKET, key: `${rig.row().s3Key}.torrent` })
  if (!stored) throw new Error('there is no torrent')
  return parseMetainfo(stored.body)
}

/** When the recorder last said that it goes on, as the image's health check sees it. */
async function lastSignOfLife(): Promise<number> {
  const [folder = ''] = await readdir(spoolRoot)
  return (await stat(join(spoolRoot, folder, 'alive'))).mtimeMs
}

/** Settles when the row says that so many seconds of media are in the recording. */
async function recorded(rig: ReturnType<typeof createRig>, seconds: number): Promise<void> {
  while ((rig.row().mediaSeconds ?? 0) < seconds) await sleep(100)
}

const statuses = (job: Job) => job.events.map(({ status }) => status)

test('records a live stream to its end, every picture of it, with its torrent', async () => {
  const stream = await sample({ seconds: 20, speed: 3 })
  const rig = createRig({ url: stream.url, filename: 'My show' }, spoolRoot)

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)

  const job = rig.row()
  expect(statuses(job)).toEqual(['PENDING', 'RECORDING', 'UPLOADING', 'CREATING_TORRENT', 'COMPLETED'])
  expect(job).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', codecs: ['h264', 'aac'] })
  expect(job.partial).toBeUndefined()
  expect(job.gaps).toBeUndefined()
  expect(job.s3Key).toMatch(/^recordings\/2026\/03\/04\/job-1\/My show\.mkv$/)
  expect(job.durationSeconds).toBeGreaterThan(19.9)
  expect(job.durationSeconds).toBeLessThan(20.1)
  expect(job.ttl).toBeGreaterThan(Date.now() / 1000 + 29 * 86_400)

  const file = await saveRecording(rig)
  expect(await decodingErrors(file)).toBe('')
  expect(await seekingErrors(file, 11.5)).toBe('')
  expect(await countFrames(file)).toBe(500)

  const torrent = torrentOf(rig)
  const body = rig.bucket.current({ bucket: BUCKET, key: job.s3Key ?? '' })?.body ?? new Uint8Array()
  expect(torrent).toMatchObject({ name: 'My show.mkv', infoHash: job.infoHash, pieceLength: 262_144 })
  expect(
    await verifyPieces(
      (async function* () {
        yield body
      })(),
      torrent,
    ),
  ).toMatchObject({ ok: true })
  expect(rig.uploads.open.size).toBe(0)
})

test('uploads a recording of over 40 MB in parts while it comes, the first again at the end', async () => {
  const stream = await sample({ seconds: 20, bitrate: 20_000_000, speed: 4 })
  const rig = createRig({ url: stream.url }, spoolRoot)
  const sent: { partNumber: number; status: string }[] = []
  const { uploadPart } = rig.uploads
  rig.deps.uploads.uploadPart = async (upload, partNumber, body, sha1) => {
    sent.push({ partNumber, status: rig.row().status })
    return uploadPart(upload, partNumber, body, sha1)
  }

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)

  const job = rig.row()
  const body = rig.bucket.current({ bucket: BUCKET, key: job.s3Key ?? '' })?.body ?? new Uint8Array()
  expect(body.length).toBeGreaterThan(40_000_000)
  const whole = Math.floor(body.length / 8_388_608)
  expect(whole).toBeGreaterThanOrEqual(4)
  expect(sent.map(({ partNumber }) => partNumber)).toEqual([
    ...Array.from({ length: whole + 1 }, (_, index) => index + 1),
    1,
  ])
  expect(sent.slice(0, 4).every(({ status }) => status === 'RECORDING')).toBe(true)

  const hasher = createPieceHasher(262_144)
  hasher.update(body)
  expect(Buffer.from(torrentOf(rig).pieces)).toEqual(Buffer.from(hasher.digest()))
  const file = await saveRecording(rig)
  expect(await decodingErrors(file)).toBe('')
  expect(await countFrames(file)).toBe(500)
})

test('a stop half-way gives a recording that plays, marked as partial, within the stop time', async () => {
  const stream = await sample({ seconds: 60 })
  const rig = createRig({ url: stream.url }, spoolRoot)
  const done = recordJob(rig.deps, rig.stopSwitch)
  await recorded(rig, 6)
  expect(Date.now() - (await lastSignOfLife())).toBeLessThan(2000)
  const stoppedAt = performance.now()
  rig.stopSwitch.stop('STOPPED')

  expect(await done).toBe(0)
  expect(performance.now() - stoppedAt).toBeLessThan(5000)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'STOPPED' })
  expect(rig.row().durationSeconds).toBeGreaterThan(5)
  expect(rig.row().infoHash).toBe(torrentOf(rig).infoHash)
  expect(await decodingErrors(await saveRecording(rig))).toBe('')
})

test('a cancellation that somebody asks for ends the recording and keeps it', async () => {
  const stream = await sample({ seconds: 60 })
  const rig = createRig({ url: stream.url }, spoolRoot)
  const done = recordJob(rig.deps, rig.stopSwitch)
  await recorded(rig, 1)
  await rig.jobs.change('job-1', {}, { set: { cancelRequested: true } })

  expect(await done).toBe(0)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'CANCEL_REQUESTED' })
})

test('a recording that was asked to be short is whole when it is', async () => {
  const stream = await sample({ seconds: 60 })
  const rig = createRig({ url: stream.url, maxDurationSeconds: 4 }, spoolRoot)

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', endReason: 'MAX_DURATION' })
  expect(rig.row().partial).toBeUndefined()
})

test('a publisher that falls silent is given up, and what came is kept', async () => {
  const stream = await sample({ seconds: 6, mode: 'falls-silent' })
  const rig = createRig({ url: stream.url }, spoolRoot)
  const deps = { ...rig.deps, config: { ...rig.deps.config, minimumStallMs: 5000 } }

  expect(await recordJob(deps, rig.stopSwitch)).toBe(0)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'STALLED' })
  // Until the next picture begins, ffmpeg does not know that the last two are whole.
  expect(await countFrames(await saveRecording(rig))).toBeGreaterThanOrEqual(148)
})

test('a playlist that goes away is a lost source, though ffmpeg ends as if all were well', async () => {
  const stream = await sample({ seconds: 6, mode: 'disappears' })
  const rig = createRig({ url: stream.url }, spoolRoot)

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'SOURCE_LOST' })
})

test('segments that cannot be had are a gap, told where it is in the file, and the recording is partial', async () => {
  const stream = await sample({ seconds: 20, mode: 'loses-segments', speed: 3 })
  const rig = createRig({ url: stream.url }, spoolRoot)

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)
  expect(rig.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'ENDED', gaps: { count: 1 } })
  const [jump = { atSeconds: 0, seconds: 0 }, ...others] = await jumpsIn(await saveRecording(rig))
  expect(others).toEqual([])
  const { seconds, longest } = rig.row().gaps ?? {}
  expect(longest).toEqual([{ atSeconds: expect.closeTo(jump.atSeconds, 0), seconds }])
  expect(seconds).toBeGreaterThan(jump.seconds - 0.5)
  expect(seconds).toBeLessThanOrEqual(jump.seconds)
})

test('a gap of more than ten seconds is closed in the file, and told all the same', async () => {
  const stream = await sample({ seconds: 36, segmentSeconds: 6, mode: 'loses-segments', speed: 4 })
  const rig = createRig({ url: stream.url }, spoolRoot)

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(0)
  const { gaps, durationSeconds = 0 } = rig.row()
  expect(gaps).toMatchObject({ count: 1, longest: [{ atSeconds: expect.closeTo(12, 0) }] })
  expect(gaps?.seconds).toBeCloseTo(12, 0)
  expect(durationSeconds + (gaps?.seconds ?? 0)).toBeCloseTo(36, 0)
  expect(await jumpsIn(await saveRecording(rig))).toEqual([])
})

test('keeps an object that appeared at the wanted key meanwhile', async () => {
  const stream = await sample({ seconds: 4 })
  const rig = createRig({ url: stream.url, s3Key: 'recordings/mine.mkv' }, spoolRoot)
  const done = recordJob(rig.deps, rig.stopSwitch)
  await new Promise((resolve) => setTimeout(resolve, 3000))
  rig.bucket.put({ bucket: BUCKET, key: 'recordings/mine.mkv' }, Buffer.from('theirs'))

  expect(await done).toBe(0)
  expect(rig.row().s3Key).toBe('recordings/2026/03/04/job-1/sample.mkv')
  expect(rig.bucket.current({ bucket: BUCKET, key: 'recordings/mine.mkv' })?.body).toEqual(Buffer.from('theirs'))
  expect(rig.uploads.open.size).toBe(0)
  expect(await decodingErrors(await saveRecording(rig))).toBe('')
})
