import { existsSync, realpathSync } from 'node:fs'
import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test } from '@jest/globals'
import { recordJob } from '../src/record-job.ts'
import { createRig } from './support/rig.ts'
import { startSample } from './support/sample.ts'

const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

async function sampleUrl(options: Parameters<typeof startSample>[0] = {}) {
  const stream = await startSample(options)
  cleanUps.push(stream.stop)
  return stream.url
}

test('a stream that is not there fails the job with what to do, and no token of its URL', async () => {
  const url = new URL('missing.m3u8?token=secret', await sampleUrl()).href
  const rig = createRig({ url })

  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)

  const job = rig.row()
  expect(job).toMatchObject({ status: 'FAILED', errorCode: 'STREAM_NOT_FOUND' })
  expect(job.error).toContain('check it and submit again')
  expect(job.errorDetail).toContain('HTTP Error 404')
  expect(job.ttl).toBeDefined()
  expect(JSON.stringify(rig.log.lines)).not.toContain('secret')
  expect(job.errorDetail).not.toContain('secret')
  expect(rig.bucket.keys()).toEqual([])
})

test('a stream that is over before it begins fails the job', async () => {
  const rig = createRig({ url: await sampleUrl({ mode: 'ends-at-once' }) })
  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)
  expect(rig.row()).toMatchObject({ status: 'FAILED', errorCode: 'STREAM_ENDED_AT_ONCE' })
  expect(rig.uploads.open.size).toBe(0)
})

test('a server that nobody answers at fails the job', async () => {
  const rig = createRig({ url: 'http://127.0.0.1:9/live.m3u8' })
  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)
  expect(rig.row()).toMatchObject({ status: 'FAILED', errorCode: 'STREAM_UNREACHABLE' })
})

test.each(['http', 'https'])('a name that has no address fails the job, by %s', async (scheme) => {
  const rig = createRig({ url: `${scheme}://nobody.example/live.m3u8` })
  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)
  expect(rig.row()).toMatchObject({ status: 'FAILED', errorCode: 'STREAM_UNREACHABLE' })
})

test.each(['http', 'https'])('what AWS answers at fails the job, by %s, whoever lists it', async (scheme) => {
  const rig = createRig({ url: `${scheme}://169.254.170.2/v2/credentials?secret` })
  expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)
  const error = expect.stringMatching(/leads to 169\.254\.170\.2:(80|443), which has the host .*\(linkLocal\)/)
  expect(rig.row()).toMatchObject({ status: 'FAILED', errorCode: 'SOURCE_REFUSED', error })
  expect(JSON.stringify([rig.row().error, rig.row().errorDetail, rig.log.lines])).not.toContain('secret')
})

test.each(['yt-dlp', 'ffmpeg'])('says that %s is missing', async (tool) => {
  const rig = createRig({ url: await sampleUrl() })
  const deps = { ...rig.deps, toolEnvironment: { PATH: await pathWithout(tool) } }
  expect(await recordJob(deps, rig.stopSwitch)).toBe(1)
  expect(rig.row()).toMatchObject({ status: 'FAILED', errorCode: 'TOOL_MISSING' })
  expect(rig.row().error).toContain(`"${tool}"`)
})

test.each([
  ['STOPPED', { status: 'FAILED', errorCode: 'STOPPED_BEFORE_MEDIA' }],
  ['CANCEL_REQUESTED', { status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' }],
] as const)(
  'a job that is %s while its stream is still looked for ends at once, and so do the tools',
  async (reason, end) => {
    const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-slow-'))
    cleanUps.push(() => rm(folder, { recursive: true }))
    await writeFile(join(folder, 'yt-dlp'), `#!/bin/sh\nsleep 300 & echo $! > ${folder}/pid; wait\n`, { mode: 0o755 })
    const rig = createRig({ url: 'http://127.0.0.1:9/live.m3u8' })
    const done = recordJob(
      { ...rig.deps, toolEnvironment: { PATH: `${folder}${delimiter}/usr/bin:/bin` } },
      rig.stopSwitch,
    )
    await sleep(500)
    rig.stopSwitch.stop(reason)

    expect(await done).toBe(reason === 'STOPPED' ? 1 : 0)
    expect(rig.row()).toMatchObject(end)
    const child = Number(await readFile(join(folder, 'pid'), 'utf8'))
    await expect(untilGone(child)).resolves.toBeUndefined()
  },
)

/** Settles when a process is gone; one whose parent died first waits a moment for its new parent to notice. */
async function untilGone(pid: number): Promise<void> {
  for (let tries = 0; tries < 50; tries++) {
    try {
      process.kill(pid, 0)
    } catch {
      return
    }
    await sleep(100)
  }
  throw new Error(`process ${pid} is still there`)
}

/** A PATH that has the other tool alone. */
async function pathWithout(tool: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-path-'))
  cleanUps.push(() => rm(folder, { recursive: true }))
  for (const other of ['yt-dlp', 'ffmpeg'].filter((name) => name !== tool)) {
    await symlink(findOnPath(other), join(folder, other))
  }
  return folder
}

function findOnPath(tool: string): string {
  const folders = (process.env.PATH ?? '').split(delimiter)
  const file = folders.map((folder) => join(folder, tool)).find((path) => existsSync(path))
  if (!file) throw new Error(`"${tool}" is not on the PATH; npm run setup brings it`)
  return realpathSync(file)
}
