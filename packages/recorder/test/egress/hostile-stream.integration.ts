import { tmpdir } from 'node:os'
import { createSilentLog, hostileReferences } from '@chronicle/core/testing'
import { describe, expect, test } from '@jest/globals'
import { openEgress } from '../../src/egress/open-egress.ts'
import { startCapture } from '../../src/media/capture.ts'
import type { ResolvedStream } from '../../src/media/stream.ts'
import { recordJob } from '../../src/record-job.ts'
import { createToolLog } from '../../src/tools/tool-log.ts'
import { toolUses } from '../../src/tools/tool-uses.ts'
import { createRig } from '../support/rig.ts'
import { serveWeb, setTrap } from '../support/trap.ts'

type Web = Awaited<ReturnType<typeof serveWeb>>

/** Lets ffmpeg capture what a server gives it, and that server is all that may be connected to. */
async function capture({ source, url }: Web, path: string, isHls: boolean) {
  const resolver = { resolve: async (host: string) => (host === 'localhost' ? ['127.0.0.1'] : []) }
  const egress = await openEgress({ policy: { resolver, privateSources: [source] }, log: createSilentLog() })
  const home = { PATH: process.env.PATH ?? '', HOME: tmpdir() }
  const toolLog = createToolLog()
  const stream: ResolvedStream = { inputs: [{ url: `${url}${path}`, headers: {} }], isHls, isDash: false }
  const context = { tools: toolUses(home, egress.environment, undefined), egress, toolLog, onProgress: () => {} }
  const running = await startCapture(stream, { ...context, signal: AbortSignal.timeout(20_000) })
  running.media.resume()
  await running.exited
  await egress.close()
  return { refusals: egress.refusals, said: toolLog.tail() ?? '' }
}

const at = (reference: string, port: number) =>
  reference.replaceAll('{trap}', `127.0.0.1:${port}`).replaceAll('{port}', String(port))

/** A playlist with a reference at each place that has one, each the first thing that is fetched. */
const places: readonly (readonly [string, (reference: string) => string])[] = [
  ['a segment', (reference) => `#EXTINF:2,\n${reference}\n#EXT-X-ENDLIST\n`],
  ['a key', (reference) => `#EXT-X-KEY:METHOD=AES-128,URI="${reference}"\n#EXTINF:2,\nseg.ts\n#EXT-X-ENDLIST\n`],
  [
    'a key without quotes',
    (reference) => `#EXT-X-KEY:METHOD=AES-128,URI=${reference}\n#EXTINF:2,\nseg.ts\n#EXT-X-ENDLIST\n`,
  ],
  ['the begin of all segments', (reference) => `#EXT-X-MAP:URI="${reference}"\n#EXTINF:2,\nseg.ts\n#EXT-X-ENDLIST\n`],
  ['a playlist of its own', (reference) => `#EXT-X-STREAM-INF:BANDWIDTH=1\n${reference}\n`],
  [
    'sound of its own',
    (reference) =>
      `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",DEFAULT=YES,URI="${reference}"\n#EXT-X-STREAM-INF:BANDWIDTH=1,AUDIO="a"\n${reference}\n`,
  ],
  // ffmpeg ends a line there, and so sees one that we do not.
  ['a line after a zero byte', (reference) => `#EXTINF:2,\0\n#x\0${reference}\n#EXT-X-ENDLIST\n`],
]

describe.each(places)('a hostile reference as %s', (_, write) => {
  test.each(hostileReferences)('connects to nobody: %s', async (_, reference) => {
    await using trap = await setTrap()
    await using web = await serveWeb((request, response) => {
      if (!request.url?.startsWith('/live.m3u8')) return void response.end('not media')
      response.writeHead(200, { 'content-type': 'application/vnd.apple.mpegurl' })
      response.end(`#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:2\n${write(at(reference, trap.port))}`)
    })
    await capture(web, '/live.m3u8', true)
    expect(trap.visits).toEqual([])
  })
})

describe('a stream that is something else than it says', () => {
  const mpd = (base: string) =>
    `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT4S" profiles="urn:mpeg:dash:profile:isoff-live:2011"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1" codecs="avc1.42c01e"><BaseURL>${base}</BaseURL><SegmentTemplate media="s-$Number$.m4s" initialization="i.mp4" duration="2"/></Representation></AdaptationSet></Period></MPD>`
  test.each([
    ['a list of files', (trap: string) => `ffconcat version 1.0\nfile 'http://${trap}/x.ts'\nfile 'tcp://${trap}'\n`],
    [
      'a list of files that says it is safe',
      (trap: string) => `ffconcat version 1.0\noption safe 0\nfile 'tcp://${trap}'\n`,
    ],
    [
      'a description of a session',
      (trap: string) =>
        `v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=video ${trap.split(':')[1]} RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n`,
    ],
    ['a way to RTSP', (trap: string) => `[Reference]\r\nRef1=rtsp://${trap}/x\r\n`],
    [
      'a playlist of HLS',
      (trap: string) => `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nhttpproxy://${trap}/x.ts\n#EXT-X-ENDLIST\n`,
    ],
    ['a manifest that leads to HTTP', (trap: string) => mpd(`http://${trap}/`)],
    ['a manifest that leads to TLS', (trap: string) => mpd(`https://${trap}/`)],
    ['a manifest that leads to a proxy', (trap: string) => mpd(`httpproxy://${trap}/`)],
    ['a manifest that leads to TCP', (trap: string) => mpd(`tcp://${trap}/`)],
  ])('connects to nobody: %s', async (_, write) => {
    await using trap = await setTrap()
    await using web = await serveWeb((_, response) => response.end(write(`127.0.0.1:${trap.port}`)))
    await capture(web, '/live', false)
    expect(trap.visits).toEqual([])
  })
})

describe('a job', () => {
  test.each([
    [
      'a page that redirects inside',
      (trap: number) => ({ status: 302, location: `http://127.0.0.1:${trap}/x?token=secret` }),
    ],
    [
      'a playlist whose segments are inside',
      (trap: number) => ({ status: 200, segment: `http://127.0.0.1:${trap}/x.ts?token=secret` }),
    ],
    [
      'a playlist whose segments are by a protocol of ffmpeg',
      (trap: number) => ({ status: 200, segment: `httpproxy://127.0.0.1:${trap}/x.ts` }),
    ],
  ])('of %s ends FAILED, and says where it led', async (_, answerOf) => {
    await using trap = await setTrap()
    const { status, location, segment }: { status: number; location?: string; segment?: string } = answerOf(trap.port)
    await using web = await serveWeb((_, response) => {
      response.writeHead(status, { ...(location && { location }), 'content-type': 'application/vnd.apple.mpegurl' })
      response.end(`#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${segment}\n#EXT-X-ENDLIST\n`)
    })
    const rig = createRig({ url: `${web.url}/live.m3u8` })
    expect(await recordJob(rig.deps, rig.stopSwitch)).toBe(1)
    const job = rig.row()
    expect(job).toMatchObject({ status: 'FAILED', errorCode: 'SOURCE_REFUSED' })
    expect(job.error).toMatch(
      segment?.startsWith('httpproxy') ? /scheme "httpproxy:"/ : `leads to 127.0.0.1:${trap.port}, `,
    )
    expect(JSON.stringify([job.error, job.errorDetail, rig.log.lines])).not.toContain('secret')
    expect(trap.visits).toEqual([])
  })
})
