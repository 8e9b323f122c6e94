import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { fileStem, recordingKey, usableKey } from '../../src/index.ts'

const url = 'https://example.com/live/show.m3u8?token=secret'
const longName = 'é'.repeat(127)

describe('fileStem', () => {
  it.each([
    ['a plain name', 'Launch day.mkv', 'Launch day'],
    ['a path', '../../etc/passwd', 'passwd'],
    ['a Windows path', 'C:\\Users\\me\\clip.ts', 'clip'],
    ['characters that file systems refuse', 'a<b>c:d"e|f?g*h.mp4', 'a_b_c_d_e_f_g_h'],
    ['a line break and a null', 'a\nb\0c', 'a_b_c'],
    ['a right-to-left override that would hide the ending', 'clip\u202Evkm', 'clip_vkm'],
    ['half a character', 'clip\uD800', 'clip_'],
    ['leading dots and blanks', ' ..hidden ', 'hidden'],
    ['plus, percent and emoji', 'C++ 100% 🚀', 'C++ 100% 🚀'],
    ['a leading dash', '-rf', '-rf'],
    ['more than 180 bytes', longName, 'é'.repeat(90)],
    ['only an ending', '.mkv', 'show'],
    ['only dots', '..', 'show'],
    ['only slashes', '///', 'show'],
    ['nothing', undefined, 'show'],
  ])('makes %s safe', (_, filename, expected) => {
    expect(fileStem(filename, url)).toBe(expected)
  })

  it.each([
    ['https://example.com/a%20b/caf%C3%A9.ts', 'café'],
    ['https://example.com/..%2F..%2Fetc', 'etc'],
    ['https://example.com/100%', '100%'],
    ['https://example.com/', 'example'],
    ['https://example.com/.m3u8', 'recording'],
  ])('takes the name of %s from the URL', (source, expected) => {
    expect(fileStem(undefined, source)).toBe(expected)
  })

  it('is never empty, hidden, a path or too long, whatever the name', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ maxLength: 300 })),
        (filename) => {
          const stem = fileStem(filename, url)
          expect(stem).toMatch(/^[^./\\\p{C}][^/\\\p{C}]*$/u)
          expect(Buffer.byteLength(stem)).toBeLessThanOrEqual(180)
        },
      ),
    )
  })
})

describe('recordingKey', () => {
  const job = { jobId: 'job-1', filename: 'clip', url, createdAt: '2026-03-04T23:59:59.999Z', attempt: 1 }

  it('puts a recording under its day, job and name', () => {
    expect(recordingKey(job)).toBe('recordings/2026/03/04/job-1/clip.mkv')
  })

  it('gives every attempt a key of its own, so that nothing kept is overwritten', () => {
    const keys = [1, 2, 3, 10].map((attempt) => recordingKey({ ...job, attempt }))
    expect(keys[1]).toBe('recordings/2026/03/04/job-1/clip.a2.mkv')
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('always makes a key that is usable, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 255 }), (filename) => {
        const key = recordingKey({ ...job, filename })
        expect(usableKey(key)).toBe(key)
      }),
    )
  })
})

describe('usableKey', () => {
  it.each(['recordings/a.mkv', 'recordings/2026/ü + 100%/a b.mkv', `recordings/${'x'.repeat(989)}`])(
    'takes %s',
    (key) => {
      expect(usableKey(key)).toBe(key)
    },
  )

  it.each([
    ['none', undefined],
    ['another folder', 'other/a.mkv'],
    ['what is internal', '.chronicle/a.mkv'],
    ['the folder itself', 'recordings/'],
    ['a folder marker', 'recordings/a/'],
    ['a way up', 'recordings/../a.mkv'],
    ['a step on the spot', 'recordings/./a.mkv'],
    ['an empty segment', 'recordings//a.mkv'],
    ['a line break', 'recordings/a\n.mkv'],
    ['a torrent, which would beget none', 'recordings/a.torrent'],
    ['a torrent in capitals, which would beget none', 'recordings/a.TORRENT'],
    ['more than 1,000 bytes', `recordings/${'é'.repeat(495)}`],
  ])('refuses %s', (_, key) => {
    expect(usableKey(key)).toBeUndefined()
  })
})
