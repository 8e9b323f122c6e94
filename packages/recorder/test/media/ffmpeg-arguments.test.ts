import { expect, test } from '@jest/globals'
import { captureArguments } from '../../src/media/capture-arguments.ts'
import { muxerArguments } from '../../src/media/muxer.ts'
import { resolveArguments } from '../../src/media/resolve-stream.ts'

test('yt-dlp takes no settings, plug-ins or code from anywhere, and is not told the URL where others can read it', () => {
  expect(resolveArguments('/bin/node').join(' ')).toBe(
    '--ignore-config --no-plugin-dirs --no-playlist --playlist-items 1 --no-cache-dir --no-exec --restrict-filenames ' +
      '--no-remote-components --socket-timeout 10 --retries 0 --extractor-retries 0 --js-runtimes node:/bin/node ' +
      '-J --batch-file -',
  )
})

test('an HLS stream is captured from three segments before its live edge, by HTTP and nothing else', () => {
  expect(captureArguments(['http://way-out/0.m3u8'], true)).toEqual([
    ...'-hide_banner -nostdin -nostats -loglevel repeat+level+info -progress pipe:3 -stats_period 1 -copyts'.split(' '),
    ...'-rw_timeout 25000000 -protocol_whitelist http,tcp,crypto,data'.split(' '),
    ...'-live_start_index -3 -i http://way-out/0.m3u8'.split(' '),
    ...'-map 0:v:0? -map 0:a:0? -c copy -f mpegts pipe:1'.split(' '),
  ])
})

test('picture and sound of two URLs are captured together', () => {
  const line = captureArguments(['http://way-out/0', 'http://way-out/1'], false).join(' ')
  expect(line).toContain('-i http://way-out/0 -rw_timeout')
  expect(line).toContain('-i http://way-out/1 -map 0:v:0 -map 1:a:0 -c copy')
  expect(line).not.toContain('-live_start_index')
})

test('the muxer filters AAC and nothing else', () => {
  expect(muxerArguments('/s/r.mkv', ['h264', 'aac']).join(' ')).toBe(
    '-hide_banner -nostdin -nostats -loglevel repeat+level+warning -y -progress pipe:3 -stats_period 1 -f mpegts -i pipe:0 ' +
      '-map 0:v:0? -map 0:a:0? -c copy -bsf:a aac_adtstoasc -cluster_time_limit 2000 -flush_packets 1 -f matroska /s/r.mkv',
  )
  expect(muxerArguments('/s/r.mkv', ['h264', 'ac3'])).not.toContain('aac_adtstoasc')
})
