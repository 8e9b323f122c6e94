import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { torrentName } from '../src/index.ts'

const anyKey = fc.string({ unit: 'binary', maxLength: 400 })
const segment = fc.string({
  unit: fc.constantFrom('a', '.', '/', '\\', '\0', '\n', 'é', '🎥', ' ', '\ud800'),
  maxLength: 600,
})

describe('torrentName', () => {
  it.each([
    ['recordings/2026/01/02/job/stream.mkv', 'stream.mkv'],
    ['stream.mkv', 'stream.mkv'],
    ['a b+c%20🎥.mkv', 'a b+c%20🎥.mkv'],
    ['-rf', '-rf'],
    ['folder/', 'folder'],
    ['.hidden', '.hidden'],
    ['a\\..\\b\u0000\n\u007f\u0085.mkv', 'a..b.mkv'],
    ['half\ud800.mkv', 'half\ufffd.mkv'],
  ])('of %j is %j', (key, name) => {
    expect(torrentName(key)).toBe(name)
  })

  it.each(['', '/', '.', 'a/..', '\u0000', '.\u0000.', '\\'])('of %j is a safe word', (key) => {
    expect(torrentName(key)).toBe('unnamed')
  })

  it('cuts the stem at a whole character and keeps the extension', () => {
    expect(torrentName(`${'x'.repeat(300)}.mkv`)).toBe(`${'x'.repeat(251)}.mkv`)
    expect(torrentName(`${'🎥'.repeat(100)}.mkv`)).toBe(`${'🎥'.repeat(62)}.mkv`)
    expect(torrentName('x'.repeat(300))).toBe('x'.repeat(255))
  })

  it('does not take a long ending for an extension', () => {
    expect(torrentName(`one.${'x'.repeat(300)}`)).toBe(`one.${'x'.repeat(251)}`)
    expect(torrentName(`.${'x'.repeat(300)}`)).toBe(`.${'x'.repeat(254)}`)
  })

  it('leaves a name of exactly 255 bytes alone', () => {
    const name = `${'é'.repeat(125)}x.mkv`
    expect(Buffer.byteLength(name)).toBe(255)
    expect(torrentName(name)).toBe(name)
  })

  it('is always one safe path segment that it would not change again', () => {
    fc.assert(
      fc.property(fc.oneof(anyKey, segment), (key) => {
        const name = torrentName(key)
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
        expect(name).not.toMatch(/[/\\\p{Cc}]/u)
        expect(['', '.', '..']).not.toContain(name)
        expect(name.isWellFormed()).toBe(true)
        expect(torrentName(name)).toBe(name)
      }),
      { numRuns: 500 },
    )
  })
})
