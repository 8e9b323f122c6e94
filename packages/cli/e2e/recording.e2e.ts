import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, describe, expect, it } from '@jest/globals'
import { decode } from './ffmpeg.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

const SEGMENT_SECONDS = 2

describe('a live stream', () => {
  it('becomes a recording that plays and seeks, and a torrent that others agree with', async () => {
    await using stream = await sample({ seconds: 20 })
    const { jobId } = await stack.api.submit({ url: stream.url, filename: 'My Stream.mp4' })
    const job = await stack.ended(jobId)
    expect(job).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', codecs: ['h264', 'aac'] })
    expect(job.s3Key).toMatch(new RegExp(`^recordings/\\d{4}/\\d\\d/\\d\\d/${jobId}/My Stream\\.mkv$`))

    const content = await stack.object(job.s3Bucket, job.s3Key)
    expect(content.length).toBe(job.size)
    const file = join(folder, 'recording.mkv')
    await writeFile(file, content)
    const whole = await decode(file)
    expect(whole.complaints).toBe('')
    expect(Math.abs(whole.seconds - 20)).toBeLessThanOrEqual(SEGMENT_SECONDS)
    expect(Math.abs((job.durationSeconds ?? 0) - whole.seconds)).toBeLessThanOrEqual(0.5)
    const fromTheMiddle = await decode(file, '-ss', '10')
    expect(fromTheMiddle.complaints).toBe('')
    expect(Math.abs(fromTheMiddle.seconds - 10)).toBeLessThanOrEqual(SEGMENT_SECONDS)

    const torrent = foreignTorrent(await stack.object(job.s3Bucket, job.torrentFile))
    expect(job.torrentFile).toBe(`${job.s3Key}.torrent`)
    expect(torrent).toMatchObject({ infoHash: job.infoHash, name: 'My Stream.mkv', pieceLength: 256 * 1024 })
    expect(torrent.fits(content)).toBe(true)
    expect(job.magnet).toContain(`xt=urn:btih:${job.infoHash}`)
  })

  it('of over 40 MB is stored in five parts or more, whose bytes fit the torrent', async () => {
    await using stream = await sample({ seconds: 20, bitrate: 20_000_000 })
    const { jobId } = await stack.api.submit({ url: stream.url })
    const job = await stack.ended(jobId)
    expect(job).toMatchObject({ status: 'COMPLETED' })
    expect(job.size).toBeGreaterThan(40_000_000)

    const head = await stack.aws.s3.send(new HeadObjectCommand({ Bucket: job.s3Bucket, Key: job.s3Key }))
    const parts = Number(/-(\d+)"$/.exec(head.ETag ?? '')?.[1])
    expect(parts).toBeGreaterThanOrEqual(5)
    const content = await stack.object(job.s3Bucket, job.s3Key)
    expect(foreignTorrent(await stack.object(job.s3Bucket, job.torrentFile)).fits(content)).toBe(true)
    const file = join(folder, 'large.mkv')
    await writeFile(file, content)
    expect((await decode(file)).complaints).toBe('')
  })
})
