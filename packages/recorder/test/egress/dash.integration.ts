import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { recordJob } from '../../src/record-job.ts'
import { openTestEgress } from '../support/open-test-egress.ts'
import { createRig } from '../support/rig.ts'
import { segmentNames, startBroadcast } from '../support/start-broadcast.ts'
import { serveWeb, setTrap } from '../support/trap.ts'

const run = promisify(execFile)
let folder: string
let manifest: string
/** What ffmpeg reads of the files themselves. */
let pictures: string | undefined

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-test-dash-'))
  const picture = ['-f', 'lavfi', '-i', 'testsrc=size=64x64:rate=10', '-t', '2', '-c:v', 'libx264']
  await run('ffmpeg', ['-v', 'error', ...picture, '-f', 'dash', ...segmentNames, join(folder, 'a.mpd')])
  manifest = await readFile(join(folder, 'a.mpd'), 'utf8')
  pictures = await picturesOf(join(folder, 'a.mpd'))
})
afterAll(() => rm(folder, { recursive: true }))

/** How many pictures ffmpeg reads. Throws where it cannot open its input. */
async function picturesOf(input: string, environment: NodeJS.ProcessEnv = {}): Promise<string | undefined> {
  const asked = ['-v', 'fatal', '-stats', '-i', input, '-map', '0:v', '-c', 'copy', '-f', 'null', '-']
  const { stderr } = await run('ffmpeg', asked, { env: { ...process.env, ...environment } })
  return /frame=\s*([1-9]\d*)/.exec(stderr)?.[1]
}

/** A server of segments at /media/, for who brings the headers of the stream. */
const segments: RequestListener = async ({ url = '', headers }, response) => {
  const [, name] = /^\/media\/([\w-]+\.m4s)$/.exec(url) ?? []
  if (name === undefined || headers.referer !== 'player') return void response.writeHead(404).end()
  response.end(await readFile(join(folder, name)))
}

const fromRoot = (text: string) => text.replaceAll(/(media|initialization)="/g, '$1="/media/')
const basedOn = (base: string, element: string, text: string) =>
  text.replace(new RegExp(`<${element}\\b[^>]*>`), (tag) => `${tag}<BaseURL>${base}</BaseURL>`)

test('ffmpeg reads DASH here', () => {
  expect(Number(pictures)).toBeGreaterThanOrEqual(20)
})

describe('a DASH stream is read by ffmpeg whose references begin with "/"', () => {
  test.each<[string, (text: string) => string]>([
    ['in its segments', fromRoot],
    ['in the base of all', (text) => basedOn('/media/', 'MPD', text)],
    ['in the base of a part', (text) => basedOn('/media/', 'Representation', text)],
  ])('%s', async (_, change) => {
    await using web = await serveWeb((request, response) =>
      request.url === '/live/a.mpd' ? response.end(change(manifest)) : segments(request, response),
    )
    expect(await picturesAt(`${web.url}/live/a.mpd`, [web.source])).toBe(pictures)
  })

  test.each<[string, (text: string, host: string) => string]>([
    ['in its segments', (text, host) => basedOn(`http://${host}/x/`, 'MPD', fromRoot(text))],
    ['in the base of a part', (text, host) => basedOn(`http://${host}/x/`, 'MPD', basedOn('/media/', 'Period', text))],
    ['twice', (text, host) => basedOn(`//${host}/media/`, 'AdaptationSet', text)],
    ['in the first of several bases', (text, host) => basedOn(`http://${host}/`, 'MPD', NOBODY_AFTER(fromRoot(text)))],
    [
      'in a base of a base',
      (text, host) =>
        basedOn(`http://${host}/`, 'MPD', basedOn('/', 'Period', basedOn('media/', 'Representation', text))),
    ],
    ['in whole URLs', (text, host) => text.replaceAll(/(media|initialization)="/g, `$1="http://${host}/media/`)],
    [
      'after a part with a base of its own',
      (text, host) => basedOn(`http://${host}/`, 'MPD', fromRoot(text)).replace('<Period', `${EMPTY_PERIOD}<Period`),
    ],
  ])('at another server: %s', async (_, change) => {
    await using other = await serveWeb(segments, '127.0.0.2')
    await using web = await serveWeb((_, response) => response.end(change(manifest, other.source)))
    expect(await picturesAt(`${web.url}/live/a.mpd`, [web.source, other.source])).toBe(pictures)
  })
})

/** A live stream whose manifest leads to another server for segments, and to a third for the time. */
async function broadcast(seconds: number) {
  await using started = new AsyncDisposableStack()
  const clock = started.use(await setTrap())
  const live = started.use(await startBroadcast(`http://127.0.0.1:${clock.port}/time`, seconds))
  const other = started.use(await serveWeb(live.segments, '127.0.0.2'))
  const manifests: string[] = []
  const web = started.use(
    await serveWeb(async (_, response) => {
      manifests.push(basedOn(`http://${other.source}/`, 'MPD', fromRoot(await live.manifest())))
      response.setHeader('content-type', 'application/dash+xml').end(manifests.at(-1))
    }),
  )
  const rig = createRig({ url: `${web.url}/live.mpd` })
  const config = { ...rig.deps.config, privateSources: [web.source, other.source] }
  const everything = started.move()
  const dispose = () => everything.disposeAsync()
  return {
    ...rig,
    config,
    clock,
    manifests,
    served: live.served,
    breakOff: live.breakOff,
    [Symbol.asyncDispose]: dispose,
  }
}

describe('a live DASH stream', () => {
  test('is recorded to its end, and nobody is asked for the time', async () => {
    await using stream = await broadcast(12)
    expect(await recordJob({ ...stream.deps, config: stream.config }, stream.stopSwitch)).toBe(0)
    const { durationSeconds, partial, gaps, ...row } = stream.row()
    expect(row).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED' })
    expect([partial, gaps]).toEqual([undefined, undefined])
    // More than was there when it began, and up to the last.
    expect(durationSeconds).toBeGreaterThan(6)
    expect(stream.served.at(-1)).toBe('0-00012.m4s')
    expect(stream.manifests[0]).toMatch(
      /type="dynamic"[\s\S]*<UTCTiming schemeIdUri="urn:mpeg:dash:utc:http-xsdate:2014"/,
    )
    expect(stream.clock.visits).toEqual([])
  })

  test('whose publisher goes away is given up, and what came is kept', async () => {
    await using stream = await broadcast(60)
    const config = { ...stream.config, minimumStallMs: 5000 }
    const done = recordJob({ ...stream.deps, config }, stream.stopSwitch)
    await sleep(3000)
    await stream.breakOff()
    expect(await done).toBe(0)
    expect(stream.row()).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'STALLED' })
  })
})

/** Another server to choose, as the second. */
const NOBODY_AFTER = (text: string) => text.replace(/<MPD\b[^>]*>/, '$&<BaseURL>http://nobody.example/x/</BaseURL>')

/** No part of the stream, and nobody's base but its own. */
const EMPTY_PERIOD = '<Period id="none" duration="PT0S"><BaseURL>http://nobody.example/</BaseURL></Period>'

async function picturesAt(url: string, sources: readonly string[]): Promise<string | undefined> {
  await using egress = await openTestEgress({}, sources)
  return await picturesOf(egress.addressFor({ url, headers: { Referer: 'player' } }, false), egress.environment)
}
