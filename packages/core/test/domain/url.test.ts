import { describe, expect, it } from '@jest/globals'
import { MAX_URL_BYTES, streamUrlProblem, withoutQuery } from '../../src/index.ts'

const ofBytes = (bytes: number, filler = 'x') =>
  'https://example.com/'.padEnd(20 + (bytes - 20) / Buffer.byteLength(filler), filler)

describe('streamUrlProblem', () => {
  it.each([
    ['a query and a fragment', 'https://example.com/live/stream.m3u8?token=1#t'],
    ['an address and a port', 'http://192.0.2.1:8080/live'],
    ['an IPv6 address', 'https://[2001:db8::1]/live'],
    ['letters beyond ASCII', 'https://exämple.com/größe'],
    ['2,048 bytes', ofBytes(MAX_URL_BYTES)],
  ])('takes %s', (_, url) => {
    expect(streamUrlProblem(url)).toBeUndefined()
  })

  it.each([
    ['nothing', '', /is not a URL/],
    ['a word', 'stream', /is not a URL/],
    ['a relative URL', '/live/stream.m3u8', /is not a URL/],
    ['no host', 'https://', /is not a URL/],
    ['a port that is none', 'https://example.com:99999/', /is not a URL/],
    ['a local file', 'file:///etc/passwd', /scheme "file:"/],
    ['another protocol', 'rtmp://example.com/live', /scheme "rtmp:"/],
    ['a script', 'javascript:alert(1)', /scheme "javascript:"/],
    ['inline data', 'data:text/plain,x', /scheme "data:"/],
    ['a user', 'https://user@example.com/', /credentials/],
    ['a password', 'https://:secret@example.com/', /credentials/],
    ['a user and a host that looks like one', 'http://169.254.170.2:80@example.com/', /credentials/],
    ['2,049 bytes', ofBytes(MAX_URL_BYTES + 1), /longer than 2048 bytes/],
    ['2,050 bytes in fewer characters', ofBytes(MAX_URL_BYTES + 2, 'é'), /longer than 2048 bytes/],
  ])('refuses %s', (_, url, problem) => {
    expect(streamUrlProblem(url)).toMatch(problem)
  })

  it('never repeats a password', () => {
    expect(streamUrlProblem('https://user:secret@example.com/')).not.toContain('secret')
  })
})

describe('withoutQuery', () => {
  it.each([
    ['https://example.com/live?token=secret#part', 'https://example.com/live?…'],
    ['https://user:secret@example.com/live', 'https://example.com/live'],
    ['https://example.com/live#secret', 'https://example.com/live'],
    ['secret', '(no URL)'],
  ])('makes %s fit for a log', (url, expected) => {
    expect(withoutQuery(url)).toBe(expected)
  })
})
