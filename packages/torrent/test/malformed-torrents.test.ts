import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createMetainfo, MetainfoError, parseMetainfo } from '../src/index.ts'
import { hybridWithoutFault, malformedTorrents } from './malformed-torrents.ts'
import { sampleOptions } from './sample-options.ts'

/** Far longer than any of them takes on the slowest machine, and far shorter than anybody waits. */
const AT_ONCE_MS = 2000

const good = createMetainfo(sampleOptions()).torrent

/** Reads it, or fails as it should; anything else is thrown on. */
function meet(torrent: Uint8Array): void {
  try {
    parseMetainfo(torrent)
  } catch (error) {
    if (!(error instanceof MetainfoError)) throw error
  }
}

describe('parseMetainfo, of what is no torrent', () => {
  it.each(malformedTorrents.map(({ title, torrent }) => [title, torrent] as const))(
    'refuses one where %s',
    (_, torrent) => {
      expect(() => parseMetainfo(torrent)).toThrow(MetainfoError)
    },
    AT_ONCE_MS,
  )

  it('takes the hybrid that the faults are made of', () =>
    expect(parseMetainfo(hybridWithoutFault)).toMatchObject({ name: 'x', length: 5 }))

  it('is tried with at least 200', () => expect(malformedTorrents.length).toBeGreaterThanOrEqual(200))

  it('meets any bytes', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), meet), { numRuns: 5000 }))

  it('meets any bytes that bencode is made of', () => {
    const token = fc.constantFrom(
      'd',
      'l',
      'i',
      'e',
      ':',
      '-',
      '0',
      '1',
      '9',
      '4:info',
      '6:pieces',
      '4:name',
      '6:length',
      'a',
    )
    const soup = fc.array(token, { maxLength: 60 }).map((tokens) => Buffer.from(tokens.join('')))
    fc.assert(fc.property(soup, meet), { numRuns: 5000 })
  })

  it('meets a good one with pieces of it changed, removed and repeated', () => {
    const edit = fc.record({
      at: fc.nat(good.byteLength),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 40 }),
    })
    const damaged = fc
      .array(edit, { minLength: 1, maxLength: 6 })
      .map((edits) =>
        edits.reduce<Uint8Array>(
          (bytes, { at, remove, insert }) =>
            Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]),
          good,
        ),
      )
    fc.assert(fc.property(damaged, meet), { numRuns: 5000 })
  })
})
