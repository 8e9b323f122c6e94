import { createSilentLog } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { detectEnd } from '../../src/media/end-detection.ts'
import type { ResolvedStream } from '../../src/media/stream.ts'

const OPEN = '#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nsegment-1.ts\n'
const hls = { inputs: [{ url: 'https://a/live.m3u8', headers: {} }], isHls: true, isDash: false } as const
const clean = { code: 0, signal: null }
const failed = { code: 1, signal: null }

const end = (text: string, stream: ResolvedStream, exit: typeof clean | typeof failed, hasMedia = true) =>
  detectEnd({ egress: { read: async () => ({ status: 200, text }) }, log: createSilentLog() }, stream, {
    exit,
    hasMedia,
  })

test('an HLS stream has ended when its playlist says so', async () => {
  expect(await end(`${OPEN}#EXT-X-ENDLIST\n`, hls, clean)).toBe('ENDED')
})

test('a playlist without an end means that its source was lost', async () => {
  expect(await end(OPEN, hls, clean)).toBe('SOURCE_LOST')
})

test('a capture that failed half-way lost its source, whatever the playlist says', async () => {
  expect(await end(`${OPEN}#EXT-X-ENDLIST\n`, hls, failed)).toBe('SOURCE_LOST')
})

test('a playlist that ends without a segment has ended, though it is an error for ffmpeg', async () => {
  expect(await end('#EXTM3U\n#EXT-X-ENDLIST\n', hls, failed, false)).toBe('ENDED')
})

test('a DASH stream has ended when its manifest says that nothing more comes, or says nothing of it', async () => {
  const dash = { ...hls, isHls: false, isDash: true }
  expect(await end('<MPD type="static">', dash, clean)).toBe('ENDED')
  expect(await end('<?xml version="1.0"?>\n<MPD profiles="x">', dash, clean)).toBe('ENDED')
  expect(await end('<MPD\n\ttype="dynamic">', dash, clean)).toBe('SOURCE_LOST')
  expect(await end('not found', dash, clean)).toBe('SOURCE_LOST')
}, 15_000)

test('any other stream has ended when ffmpeg is content', async () => {
  const stream = { ...hls, isHls: false }
  expect(await end('', stream, clean)).toBe('ENDED')
  expect(await end('', stream, failed)).toBe('SOURCE_LOST')
})
