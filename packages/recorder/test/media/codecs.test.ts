import { expect, test } from '@jest/globals'
import { codecsOf, createCodecReader } from '../../src/media/codecs.ts'

const PRINTED = `[info] Input #0, hls, from 'https://example.com/live.m3u8':
[info]   Stream #0:0[0x0]: Video: h264 (Constrained Baseline) ([27][0][0][0] / 0x001B), yuv420p, 640x360, 25 fps
[info]   Stream #0:1[0x1](eng): Audio: ac3 (AC-3 / 0x332D4341), 48000 Hz, stereo, fltp, 192 kb/s
[info]   Stream #0:2[0x2](und): Audio: aac (LC) ([15][0][0][0] / 0x000F), 48000 Hz, mono, fltp
[info]   Stream #0:3[0x3]: Data: timed_id3 (ID3  / 0x20334449)
[info] Stream mapping:
[info]   Stream #0:0 -> #0:0 (copy)
[info]   Stream #0:2 -> #0:1 (copy)
[info] Output #0, mpegts, to 'pipe:1':`.split('\n')

test('reads the codecs of the streams that are taken, at the line where the output begins', () => {
  const read = createCodecReader()
  const answers = PRINTED.map(read)
  expect(answers.slice(0, -1).every((answer) => answer === undefined)).toBe(true)
  expect(answers.at(-1)).toEqual(['h264', 'aac'])
})

test('reads the codecs of picture and sound of a file', () => {
  expect(codecsOf(['  Stream #0:0: Video: hevc (Main), yuv420p', '  Stream #0:1(eng): Audio: opus, 48000 Hz'])).toEqual(
    ['hevc', 'opus'],
  )
})
