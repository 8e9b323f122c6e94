import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Job, sourceName, sourceOf } from '@chronicle/core'
import { createJobStore, createObjectStore } from '@chronicle/core/aws'
import { buildJob } from '@chronicle/core/testing'
import type { ProvisionedEngine } from '@chronicle/local/testing'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { startSample } from './support/sample.ts'

const program = fileURLToPath(new URL('../src/index.ts', import.meta.url))
const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' }

/** The recorder as the process that ECS starts, on an engine. */
export function describeProgram(startEngine: () => Promise<ProvisionedEngine>): void {
  let engine: ProvisionedEngine
  let folder: string

  beforeAll(async () => {
    Object.assign(process.env, credentials)
    engine = await startEngine()
  })
  afterAll(() => engine.stop())
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chronicle-test-program-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const jobStore = () => createJobStore({ endpoint: engine.url, table: engine.table })

  async function startRecorder(job: Job, path = process.env.PATH ?? '') {
    await jobStore().create(job)
    const child = spawn(process.execPath, [program], {
      stdio: 'ignore',
      env: {
        ...credentials,
        AWS_ENDPOINT_URL: engine.url,
        DDB_TABLE: engine.table,
        S3_BUCKET: engine.bucket,
        JOB_ID: job.jobId,
        ATTEMPT: '1',
        LAUNCH: '1',
        PRIVATE_SOURCES: sourceName(sourceOf(new URL(job.url ?? ''))),
        PATH: path,
        TMPDIR: folder,
      },
    })
    return { child, exited: once(child, 'exit') }
  }

  async function rowOnce(jobId: string, isThere: (job: Job) => boolean): Promise<Job> {
    for (;;) {
      const job = await jobStore().get(jobId)
      if (job && isThere(job)) return job
      await sleep(100)
    }
  }

  test('SIGTERM finishes a recording, its torrent and its job, and leaves nothing behind', async () => {
    const stream = await startSample({ seconds: 60 })
    const { child, exited } = await startRecorder(buildJob({ jobId: 'terminated', status: 'STARTED', url: stream.url }))
    await rowOnce('terminated', ({ mediaSeconds = 0 }) => mediaSeconds > 3)
    child.kill('SIGTERM')

    expect(await exited).toEqual([0, null])
    await stream.stop()
    const job = await rowOnce('terminated', () => true)
    expect(job).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'STOPPED', codecs: ['h264', 'aac'] })
    const objects = createObjectStore({ endpoint: engine.url })
    const head = await objects.head({ bucket: engine.bucket, key: job.s3Key ?? '' })
    expect(head).toMatchObject({
      size: job.size,
      etag: job.sourceEtag,
      metadata: { 'chronicle-job-id': 'terminated', 'chronicle-attempt': '1' },
    })
    expect(await objects.head({ bucket: engine.bucket, key: job.torrentFile ?? '' })).toBeDefined()
    expect(await readdir(folder)).toEqual([])
  })

  test('SIGTERM of a job that was cancelled ends it as cancelled, also before a heartbeat has found out', async () => {
    const stream = await startSample({ seconds: 60 })
    const { child, exited } = await startRecorder(buildJob({ jobId: 'cancelled', status: 'STARTED', url: stream.url }))
    await rowOnce('cancelled', ({ mediaSeconds = 0 }) => mediaSeconds > 1)
    await jobStore().change('cancelled', {}, { set: { cancelRequested: true } })
    child.kill('SIGTERM')

    expect(await exited).toEqual([0, null])
    await stream.stop()
    const job = await rowOnce('cancelled', () => true)
    expect(job).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'CANCEL_REQUESTED' })
  })

  test('its tools see nothing of AWS and nothing of its own settings', async () => {
    await writeFile(join(folder, 'yt-dlp'), '#!/bin/sh\nenv >&2\nexit 1\n')
    await chmod(join(folder, 'yt-dlp'), 0o755)
    const { exited } = await startRecorder(buildJob({ jobId: 'curious' }), `${folder}${delimiter}${process.env.PATH}`)

    expect(await exited).toEqual([1, null])
    const { errorDetail = '' } = await rowOnce('curious', () => true)
    const names = errorDetail.split('\n').map((line) => line.split('=')[0])
    expect(names).toEqual(expect.arrayContaining(['PATH', 'HOME']))
    expect(names.filter((name) => /AWS|S3|DDB|JOB|ATTEMPT|LAUNCH/.test(name ?? ''))).toEqual([])
  })

  test('of five recorders of one launch, one records', async () => {
    const stream = await startSample({ seconds: 4 })
    const job = buildJob({ jobId: 'popular', status: 'STARTED', url: stream.url })
    const recorders = await Promise.all(Array.from({ length: 5 }, () => startRecorder(job)))

    expect(await Promise.all(recorders.map(({ exited }) => exited))).toEqual(Array(5).fill([0, null]))
    await stream.stop()
    const { status, events } = await rowOnce('popular', () => true)
    expect(status).toBe('COMPLETED')
    expect(events.map((event) => event.status)).toEqual([
      'PENDING',
      'RECORDING',
      'UPLOADING',
      'CREATING_TORRENT',
      'COMPLETED',
    ])
  })

  test('without its settings it says which are missing, and fails', async () => {
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'ignore', 'pipe'], env: {} })
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += chunk
    })
    expect(await once(child, 'close')).toEqual([1, null])
    for (const name of ['JOB_ID', 'ATTEMPT', 'LAUNCH', 'S3_BUCKET', 'DDB_TABLE']) expect(said).toContain(name)
  })
}
