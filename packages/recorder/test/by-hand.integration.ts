import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createObjectStore } from '@chronicle/core/aws'
import { type ProvisionedEngine, startProvisionedEngine } from '@chronicle/local/testing'
import { parseMetainfo } from '@chronicle/torrent'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { recordByHand } from '../src/record-by-hand.ts'
import { BUCKET, createRig } from './support/rig.ts'
import { startSample } from './support/sample.ts'

const program = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
let engine: ProvisionedEngine
let folder: string

beforeAll(async () => {
  Object.assign(process.env, credentials)
  engine = await startProvisionedEngine()
  folder = await mkdtemp(join(tmpdir(), 'chronicle-test-by-hand-'))
})
afterAll(async () => {
  await engine.stop()
  expect(await readdir(folder)).toEqual([]) // the recorder leaves nothing on disk
  await rm(folder, { recursive: true })
})

/** The source of a URL on this machine, which whoever records it by hand has to name. */
const privateSource = (url = '') => (url.startsWith('http') ? new URL(url).host : undefined)

/** The program as somebody starts it by hand: a bucket, a URL, and no table. */
function startByHand(wanted: Record<string, string>) {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...credentials,
      AWS_ENDPOINT_URL: engine.url,
      S3_BUCKET: engine.bucket,
      PATH: process.env.PATH,
      TMPDIR: folder,
      PRIVATE_SOURCES: privateSource(wanted.URL),
      ...wanted,
    },
  })
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  return { child, lines, said: text(child.stderr), exited: once(child, 'close') }
}

const read = (line: string | undefined) => JSON.parse(line ?? '')

test('the recording and its torrent are where those of a job would be, and no row is touched', async () => {
  await using stream = await sample({ seconds: 8, speed: 4 })
  const rig = createRig({ url: stream.url })
  const before = rig.row()
  const wanted = { url: stream.url, filename: 'By hand.mp4', jobId: 'hand-1' }

  expect(await recordByHand(rig.deps, wanted, rig.stopSwitch)).toBe(0)

  const day = new Date().toISOString().slice(0, 10).replaceAll('-', '/')
  const key = `recordings/${day}/hand-1/By hand.mkv`
  expect(rig.bucket.keys().sort()).toEqual([`${BUCKET}/${key}`, `${BUCKET}/${key}.torrent`])
  expect(rig.row()).toEqual(before)
  const torrent = parseMetainfo(rig.bucket.current({ bucket: BUCKET, key: `${key}.torrent` })?.body ?? new Uint8Array())
  const said = rig.log.lines.map(({ message }) => message)
  expect(said).toEqual(expect.arrayContaining(['RECORDING', 'progress', 'UPLOADING', 'COMPLETED']))
  expect(rig.log.lines.find(({ message }) => message === 'COMPLETED')?.fields).toMatchObject({
    jobId: 'hand-1',
    s3Key: key,
    infoHash: torrent.infoHash,
    endReason: 'ENDED',
  })
})

test('the program does it for URL and FILENAME, and ends with 0', async () => {
  await using stream = await sample({ seconds: 8, speed: 4 })
  const { lines, exited } = startByHand({ URL: stream.url, FILENAME: 'show.mkv' })

  expect(await exited).toEqual([0, null])
  const { s3Key, size, torrentFile } = read(lines.find((line) => line.includes('"message":"COMPLETED"')))
  expect(s3Key).toMatch(/^recordings\/\d{4}\/\d\d\/\d\d\/hand-[0-9a-f]{8}\/show\.mkv$/)
  const objects = createObjectStore({ endpoint: engine.url })
  expect(await objects.head({ bucket: engine.bucket, key: s3Key })).toMatchObject({ size })
  expect(await objects.head({ bucket: engine.bucket, key: torrentFile })).toBeDefined()
})

test('SIGTERM keeps what there is, and the exit code is still 0', async () => {
  await using stream = await sample({ seconds: 60 })
  const { child, lines, exited } = startByHand({ URL: stream.url })
  while (!lines.some((line) => /"mediaSeconds":[1-9]/.test(line))) await sleep(100)
  child.kill('SIGTERM')

  expect(await exited).toEqual([0, null])
  const end = lines.find((line) => line.includes('"message":"COMPLETED"'))
  expect(read(end)).toMatchObject({ partial: true, endReason: 'STOPPED', infoHash: expect.any(String) })
})

test('a stream that is not there ends it with 1, and the log says what to do', async () => {
  await using stream = await sample({ seconds: 4 })
  const { lines, exited } = startByHand({ URL: new URL('missing.m3u8?token=secret', stream.url).href })

  expect(await exited).toEqual([1, null])
  const failed = lines.find((line) => line.includes('"message":"FAILED"'))
  expect(read(failed)).toMatchObject({ errorCode: 'STREAM_NOT_FOUND', error: expect.stringContaining('check it') })
  expect(lines.join()).not.toContain('secret')
})

test('a bucket that takes nothing is found before anything is recorded', async () => {
  const { said, exited } = startByHand({ URL: 'http://127.0.0.1:9/live.m3u8', S3_BUCKET: 'not-there' })
  expect(await exited).toEqual([1, null])
  expect(await said).toMatch(/^bucket "not-there" takes no upload \(NoSuchBucket: .*\); check S3_BUCKET, .*\n$/)
})

test('a URL that no job could have is refused before anything is done', async () => {
  const { said, exited } = startByHand({ URL: 'file:///etc/passwd' })
  expect(await exited).toEqual([1, null])
  expect(await said).toBe(
    'The environment is not right:\n  URL: has the scheme "file:"; only http and https are recorded\n',
  )
})

async function sample(options: Parameters<typeof startSample>[0]) {
  const stream = await startSample(options)
  return { url: stream.url, [Symbol.asyncDispose]: stream.stop }
}
