import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { names } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())
const { s3, lambda } = stack.aws
const Bucket = names.bucket

async function head(Key: string | undefined) {
  try {
    return await s3.send(new HeadObjectCommand({ Bucket, Key }))
  } catch (error) {
    if (error instanceof NotFound) return undefined
    throw error
  }
}

/** The torrent beside an object, once it is there. */
async function torrentOf(key: string) {
  for (let tries = 0; tries < 60 && !(await head(`${key}.torrent`)); tries++) await sleep(250)
  return foreignTorrent(await stack.object(Bucket, `${key}.torrent`))
}

describe('the event path', () => {
  it.each(['with space.bin', 'a+b.bin', '100%.bin', 'emoji 🎥.bin', '-leading-dash.bin'])(
    'makes a torrent of "%s"',
    async (name) => {
      const content = Buffer.from(`content of ${name}`)
      await s3.send(new PutObjectCommand({ Bucket, Key: `odd/${name}`, Body: content }))
      const torrent = await torrentOf(`odd/${name}`)
      expect(torrent.name).toBe(name)
      expect(torrent.fits(content)).toBe(true)
    },
  )

  it('makes the torrent that the recorder makes, but for the date, and leaves the first one alone', async () => {
    await using stream = await sample()
    const { jobId } = await stack.api.submit({ url: stream.url, filename: 'same' })
    const job = await stack.ended(jobId)
    const recorders = await stack.object(job.s3Bucket, job.torrentFile)
    const content = await stack.object(job.s3Bucket, job.s3Key)

    await s3.send(new PutObjectCommand({ Bucket, Key: 'copies/same.mkv', Body: content }))
    const events = await torrentOf('copies/same.mkv')
    expect(events.undated).toBe(foreignTorrent(recorders).undated)
    expect(events.infoHash).toBe(job.infoHash)

    const before = await head(job.torrentFile)
    const s3Record = {
      bucket: { name: Bucket },
      object: { key: encodeURIComponent(job.s3Key ?? '').replaceAll('%2F', '/') },
    }
    const Payload = JSON.stringify({ Records: [{ eventSource: 'aws:s3', s3: s3Record }] })
    const { FunctionError } = await lambda.send(new InvokeCommand({ FunctionName: 's3-torrent-creator', Payload }))
    expect(FunctionError).toBeUndefined()
    const after = await head(job.torrentFile)
    expect(after?.VersionId).toBe(before?.VersionId)
    expect(Buffer.from(recorders).equals(await stack.object(job.s3Bucket, job.torrentFile))).toBe(true)
  })

  it('replaces the torrent of an object that was replaced, and makes none of what is internal or a torrent', async () => {
    const put = (Key: string, Body: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body }))
    await put('.chronicle/secret.bin', 'internal')
    await put('replaced.bin', 'first')
    const first = await torrentOf('replaced.bin')
    await put('replaced.bin', 'second, and longer')
    let second = first
    for (let tries = 0; tries < 60 && second.infoHash === first.infoHash; tries++) {
      await sleep(250)
      second = await torrentOf('replaced.bin')
    }
    expect(second.fits(Buffer.from('second, and longer'))).toBe(true)
    await expect(head('.chronicle/secret.bin.torrent')).resolves.toBeUndefined()
    await expect(head('replaced.bin.torrent.torrent')).resolves.toBeUndefined()
  })
})
