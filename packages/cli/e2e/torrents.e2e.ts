import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { DeleteObjectCommand, HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { names } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { chronicle } from './command.ts'
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

describe('the API', () => {
  const odd = [
    'plus+and space.bin',
    '100%.bin',
    'a?b#c&d=e.bin',
    'emoji 🎥/日本語.bin',
    "quote'(1)!*.bin",
    'semi;colon,=~.bin',
  ]
  it.each(odd)('leads to the torrent of "%s", as a download of its name', async (name) => {
    const key = `download/${name}`
    const content = Buffer.from(`content of ${name}`)
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: content }))
    const stored = await torrentOf(key)
    const { url } = await stack.api.torrent(key)
    const answer = await fetch(url)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/x-bittorrent')
    const saved = encodeURIComponent(`${name.slice(name.lastIndexOf('/') + 1)}.torrent`)
    const disposition = answer.headers.get('content-disposition') ?? ''
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe(decodeURIComponent(saved))
    const torrent = foreignTorrent(new Uint8Array(await answer.arrayBuffer()))
    expect(torrent.infoHash).toBe(stored.infoHash)
    expect(torrent.fits(content)).toBe(true)
  })

  it("leads to the torrent of a job's recording, and a browser follows", async () => {
    await using stream = await sample()
    const { jobId } = await stack.api.submit({ url: stream.url, filename: 'followed' })
    await expect(stack.api.torrentOfJob(jobId)).rejects.toMatchObject({ code: 'TORRENT_NOT_READY' })
    const job = await stack.ended(jobId)
    const answer = await fetch(`${stack.apiUrl}/jobs/${jobId}/torrent`)
    expect(answer.redirected).toBe(true)
    expect(answer.headers.get('content-type')).toBe('application/x-bittorrent')
    const torrent = foreignTorrent(new Uint8Array(await answer.arrayBuffer()))
    expect(torrent.infoHash).toBe(job.infoHash)
    await stack.api.purge(jobId)
    await expect(stack.api.torrentOfJob(jobId)).rejects.toMatchObject({ code: 'JOB_NOT_FOUND' })
  })

  it('makes the torrent of an object that has none, when it is asked for', async () => {
    const key = 'download/of before + and 100%.bin'
    const content = Buffer.from('from before')
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: content }))
    await torrentOf(key)
    await s3.send(new DeleteObjectCommand({ Bucket, Key: `${key}.torrent` }))
    await expect(stack.api.torrent(key)).rejects.toMatchObject({ code: 'TORRENT_NOT_READY' })
    await expect(stack.api.orderTorrent(key)).resolves.toEqual({ bucket: Bucket, key, torrent: 'ordered' })
    expect((await torrentOf(key)).fits(content)).toBe(true)
    await expect(stack.api.orderTorrent(key)).resolves.toMatchObject({ torrent: 'ready' })
  })

  it('gives it to the command, which has it made where there is none, and writes over nothing', async () => {
    const key = 'download/by command + 100%.bin'
    const content = Buffer.from('by command')
    await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: content }))
    await torrentOf(key)
    await s3.send(new DeleteObjectCommand({ Bucket, Key: `${key}.torrent` }))
    const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
    const save = (uri: string) =>
      chronicle(['torrent', uri, '--output', join(folder, 'x.torrent'), '--json'], { CHRONICLE_API_URL: stack.apiUrl })
        .ended
    try {
      const first = await save(`s3://${Bucket}/${key}`)
      expect(first).toMatchObject({ code: 0, stderr: expect.stringContaining('is being made') })
      const torrent = foreignTorrent(await readFile(join(folder, 'x.torrent')))
      expect(torrent.fits(content)).toBe(true)
      expect(JSON.parse(first.stdout)).toMatchObject({ infoHash: torrent.infoHash })
      expect((await save(`s3://${Bucket}/${key}`)).stderr).toContain('--force')
      expect((await save(`s3://theirs/${key}`)).stderr).toContain(`which is "${Bucket}"`)
      expect((await save(`s3://${Bucket}`)).stderr).toContain('names no object')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('says of an object that there is not', async () => {
    await expect(stack.api.torrent('no/such.bin')).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' })
  })
})

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
