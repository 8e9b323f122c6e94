import { expect, test } from '@jest/globals'
import { readStreamInfo } from '../../src/media/stream-info.ts'

const hls = {
  _type: 'video',
  url: 'https://a/live.m3u8',
  protocol: 'm3u8_native',
  http_headers: { Referer: 'https://a/' },
}

test('takes the one URL of picture and sound, with its headers', () => {
  expect(readStreamInfo(hls)).toEqual({
    inputs: [{ url: 'https://a/live.m3u8', headers: { Referer: 'https://a/' } }],
    isHls: true,
    isDash: false,
  })
})

test('takes a URL for the picture and one for the sound', () => {
  const requested_formats = [
    { url: 'https://a/v.m3u8', protocol: 'm3u8_native' },
    { url: 'https://a/a.m3u8', protocol: 'm3u8_native' },
  ]
  const { inputs } = readStreamInfo({ _type: 'video', requested_formats })
  expect(inputs.map(({ url }) => url)).toEqual(['https://a/v.m3u8', 'https://a/a.m3u8'])
})

test('takes the manifest of a DASH stream once', () => {
  const segment = { protocol: 'http_dash_segments', manifest_url: 'https://a/live.mpd' }
  const requested_formats = [
    { ...segment, url: 'https://a/v/' },
    { ...segment, url: 'https://a/a/' },
  ]
  expect(readStreamInfo({ _type: 'video', requested_formats })).toEqual({
    inputs: [{ url: 'https://a/live.mpd', headers: {} }],
    isHls: false,
    isDash: true,
  })
})

test.each(['rtmp', 'websocket_frag', 'file'])('refuses a stream that comes by %s', (protocol) => {
  expect(() => readStreamInfo({ ...hls, protocol })).toThrow(`the stream comes by "${protocol}"`)
})

test('refuses a list of videos', () => {
  expect(() => readStreamInfo({ _type: 'playlist', entries: [] })).toThrow('give the URL of one of them')
})

test.each([
  'tcp://169.254.170.2:80/x.m3u8',
  'concat:http://a/x.m3u8',
  'httpproxy://a/x.m3u8',
  'file:///x.m3u8',
  'x.m3u8',
])('refuses what yt-dlp takes for HLS by its name, but is not of the web: %s', (url) => {
  expect(() => readStreamInfo({ ...hls, url })).toThrow('only http and https are fetched')
})
