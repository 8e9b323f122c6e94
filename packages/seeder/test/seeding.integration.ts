import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Job, makeTorrent, publishTorrent, type TorrentSettings } from '@chronicle/core'
import { createJobStore, createObjectStore } from '@chronicle/core/aws'
import { buildJob } from '@chronicle/core/testing'
import { type ProvisionedEngine, startProvisionedEngine } from '@chronicle/local/testing'
import { parseMetainfo, reannounce } from '@chronicle/torrent'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals'
import { downloadByAria2, startTracker, withClients } from '../testing/index.ts'
import { contentOf, piecesOf } from './support/rig.ts'

const program = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }
const content = contentOf(20_000_000)

let engine: ProvisionedEngine
let tracker: Awaited<ReturnType<typeof startTracker>>
let folder: string
const running = new Set<ChildProcess>()

beforeAll(async () => {
  Object.assign(process.env, credentials)
  engine = await startProvisionedEngine()
  tracker = await startTracker()
})
afterAll(async () => {
  await engine.stop()
  await tracker.stop()
})
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-test-seeder-'))
  await mkdir(join(folder, 'tmp'))
  tracker.announced.length = 0
})
afterEach(async () => {
  // Its client with it, where a test failed.
  for (const { pid } of running) if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  await rm(folder, { recursive: true })
})

const jobStore = () => createJobStore({ endpoint: engine.url, table: engine.table })

/** A completed job with its recording and its torrent in the bucket, as a recorder leaves them. */
async function completedJob(jobId: string, settings: TorrentSettings) {
  const objects = createObjectStore({ endpoint: engine.url })
  const id = { bucket: engine.bucket, key: `recordings/2026/03/04/${jobId}/stream.mkv` }
  await objects.put(id, { body: content, contentType: 'video/x-matroska', metadata: {}, onlyIf: 'absent' })
  const head = await objects.head(id)
  if (!head) throw new Error('the recording is not there')
  const made = makeTorrent({ key: id.key, size: head.size }, piecesOf(content), settings, new Date())
  await publishTorrent({ objects }, { ...id, ...head }, made.torrent)
  const torrentFile = `${id.key}.torrent`
  const {
    open: _,
    lookAt: __,
    ...job
  } = buildJob({ jobId, status: 'COMPLETED', s3Bucket: id.bucket, s3Key: id.key, torrentFile })
  await jobStore().create(job)
  return { ...made, ...id, job }
}

function startSeeder(settings: Readonly<Record<string, string>>, path = process.env.PATH ?? '') {
  const child = spawn(process.execPath, [program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: {
      ...credentials,
      AWS_ENDPOINT_URL: engine.url,
      DDB_TABLE: engine.table,
      S3_BUCKET: engine.bucket,
      PATH: path,
      SEED_DHT: 'false',
      SEED_PEER_PORT: '0',
      TMPDIR: join(folder, 'tmp'),
      ...settings,
    },
  })
  running.add(child)
  let log = ''
  child.stdout.on('data', (chunk) => {
    log += chunk
  })
  const exited = once(child, 'exit').finally(() => running.delete(child))
  return { child, exited, log: () => log }
}

async function rowOnce(jobId: string, isThere: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobStore().get(jobId)
    if (job && isThere(job)) return job
    await sleep(100)
  }
}
const isSeeding = ({ seeding }: Job) => seeding?.state === 'SEEDING'

/** What aria2 makes of a torrent, which nobody told anything but what stands in it. */
async function downloaded(torrent: Uint8Array, ...more: readonly string[]): Promise<Uint8Array> {
  const [file, target] = [join(folder, 'a.torrent'), join(folder, 'got')]
  await writeFile(file, torrent)
  await downloadByAria2(file, target, ...more)
  return readFile(join(target, parseMetainfo(torrent).name))
}

describe('a real BitTorrent client', () => {
  withClients(
    'gets the recording byte for byte from the seeder, found by the tracker; then the ratio ends the seeding',
    async () => {
      const { torrent, infoHash, job } = await completedJob('by-tracker', { trackers: ['http://127.0.0.1:9/announce'] })
      const seeder = startSeeder({ JOB_ID: job.jobId, TRACKERS: tracker.url, SEED_RATIO: '1' })
      await rowOnce(job.jobId, isSeeding)

      const current = reannounce(torrent, { trackers: [tracker.url], webSeeds: [] })
      expect(parseMetainfo(current).infoHash).toBe(infoHash)
      expect(Buffer.compare(await downloaded(current), content)).toBe(0)

      expect(await seeder.exited).toEqual([0, null])
      const { seeding, seeder: seededBy, ...rest } = await rowOnce(job.jobId, () => true)
      expect(rest).toEqual(job)
      expect(seededBy).toBeUndefined()
      expect(seeding).toMatchObject({ state: 'ENDED', endReason: 'RATIO' })
      expect(seeding?.uploadedBytes).toBeGreaterThanOrEqual(content.byteLength)
      // It came to the tracker, and said good-bye.
      const peers = tracker.announced.filter((line) => line.startsWith('stop'))
      expect(peers.length).toBeGreaterThan(0)
      await expect(readdir(join(folder, 'tmp'))).resolves.toEqual([])
    },
  )

  withClients('gets it by its web seed alone: no tracker, no seeder', async () => {
    const publicBaseUrl = `${engine.url}/${engine.bucket}`
    const { torrent } = await completedJob('by-web-seed', { trackers: [], publicBaseUrl })
    expect(Buffer.compare(await downloaded(torrent), content)).toBe(0)
    expect(tracker.announced).toEqual([])
  })

  withClients('gets it from a seeder that has it from the web seed itself', async () => {
    const { torrent, job } = await completedJob('from-web-seed', { trackers: [] })
    const settings = { SEED_FROM: 'web-seed', PUBLIC_BASE_URL: `${engine.url}/${engine.bucket}`, TRACKERS: tracker.url }
    const seeder = startSeeder({ JOB_ID: job.jobId, ...settings })
    await rowOnce(job.jobId, isSeeding)
    const current = reannounce(torrent, { trackers: [tracker.url], webSeeds: [] })
    expect(Buffer.compare(await downloaded(current), content)).toBe(0)
    seeder.child.kill('SIGTERM')
    expect(await seeder.exited).toEqual([143, null])
  })
})

describe('the seeder as a program', () => {
  withClients('ends by SIGTERM with its client, its folder and its claim gone, and can be started again', async () => {
    const { job } = await completedJob('terminated', { trackers: [] })
    for (const _ of ['first', 'again']) {
      const seeder = startSeeder({ JOB_ID: job.jobId, SEED_HOURS: '1' })
      await rowOnce(job.jobId, isSeeding)
      seeder.child.kill('SIGTERM')
      expect(await seeder.exited).toEqual([143, null])
      const { seeding, seeder: seededBy } = await rowOnce(job.jobId, () => true)
      expect([seeding?.state, seeding?.endReason, seededBy]).toEqual(['ENDED', 'STOPPED', undefined])
      await expect(readdir(join(folder, 'tmp'))).resolves.toEqual([])
    }
  })

  withClients('lets nobody but itself speak to its client', async () => {
    const { key } = await completedJob('guarded', { trackers: [] })
    const seeder = startSeeder({ TORRENT_KEY: `${key}.torrent` })
    while (!seeder.log().includes('"SEEDING"')) await sleep(100)
    const [work = ''] = await readdir(join(folder, 'tmp'))
    const settingsFile = join(folder, 'tmp', work, 'client/settings.json')
    const settings = JSON.parse(await readFile(settingsFile, 'utf8'))
    expect((await stat(settingsFile)).mode & 0o077).toBe(0)
    expect((await stat(join(folder, 'tmp', work))).mode & 0o077).toBe(0)

    const url = `http://127.0.0.1:${settings['rpc-port']}/transmission/rpc`
    const ask = (authorization: string) => fetch(url, { method: 'POST', headers: { authorization }, body: '{}' })
    expect((await ask('')).status).toBe(401)
    expect((await ask(`Basic ${Buffer.from('seeder:guess').toString('base64')}`)).status).toBe(401)
    // Bound to one address: whoever listens on all of them could not be joined on another.
    const other = createServer().listen(settings['rpc-port'], '127.0.0.2')
    await once(other, 'listening')
    expect((other.address() as AddressInfo).port).toBe(settings['rpc-port'])
    other.close()
    const arguments_ = await readFile(`/proc/${await childOf(seeder.child.pid)}/cmdline`, 'utf8')
    expect(arguments_).not.toMatch(/password|rpc/)
    const environment = await readFile(`/proc/${await childOf(seeder.child.pid)}/environ`, 'utf8')
    expect(
      environment
        .split('\0')
        .map((line) => line.split('=')[0])
        .filter(Boolean)
        .sort(),
    ).toEqual(['HOME', 'PATH'])

    seeder.child.kill('SIGTERM')
    expect(await seeder.exited).toEqual([143, null])
  })

  withClients('says in the row that its client was killed', async () => {
    const { job } = await completedJob('killed', { trackers: [] })
    const seeder = startSeeder({ JOB_ID: job.jobId })
    await rowOnce(job.jobId, isSeeding)
    process.kill(Number(await childOf(seeder.child.pid)), 'SIGKILL')
    expect(await seeder.exited).toEqual([1, null])
    await expect(rowOnce(job.jobId, () => true)).resolves.toMatchObject({
      status: 'COMPLETED',
      seeding: { state: 'FAILED', errorCode: 'CLIENT_EXITED' },
    })
  })

  it('says in the row which client is missing, and how it is had', async () => {
    const { job } = await completedJob('no-client', { trackers: [] })
    const seeder = startSeeder({ JOB_ID: job.jobId }, folder)
    expect(await seeder.exited).toEqual([1, null])
    await expect(rowOnce(job.jobId, () => true)).resolves.toMatchObject({
      status: 'COMPLETED',
      seeding: {
        state: 'FAILED',
        errorCode: 'CLIENT_MISSING',
        error: expect.stringContaining('apt-get install transmission-daemon'),
      },
    })
  })

  it('says which settings are missing, and fails', async () => {
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'pipe'], env: {} })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    expect(await once(child, 'close')).toEqual([1, null])
    for (const name of ['S3_BUCKET', 'DDB_TABLE', 'PATH']) expect(said).toContain(name)
  })
})

/** The one process that a process has started. */
async function childOf(pid: number | undefined): Promise<string> {
  return (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim()
}
