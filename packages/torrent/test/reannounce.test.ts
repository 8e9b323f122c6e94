import { describe, expect, it } from '@jest/globals'
import bencode from 'bencode'
import fc from 'fast-check'
import { createMetainfo, MetainfoError, parseMetainfo, reannounce } from '../src/index.ts'
import { sampleOptions } from './sample-options.ts'

const trackers = ['udp://new.example:6969/announce', 'https://new.example/announce']
const webSeeds = ['https://cdn.example/recordings/stream.mkv']
const { torrent, infoHash } = createMetainfo({
  ...sampleOptions(),
  trackers: ['udp://old.example:1/announce', 'udp://older.example:1/announce'],
  webSeeds: ['https://old.example/stream.mkv'],
  comment: 'kept',
  createdBy: 'someone',
})

describe('reannounce', () => {
  it('names other trackers and web seeds, and nothing else', () => {
    const renewed = reannounce(torrent, { trackers, webSeeds })
    expect(parseMetainfo(renewed)).toEqual({ ...parseMetainfo(torrent), trackers, webSeeds })
    expect(parseMetainfo(renewed).infoHash).toBe(infoHash)
  })

  it('makes the very torrent that would have been made with them', () => {
    const fresh = createMetainfo(sampleOptions({ trackers, webSeeds }))
    expect(reannounce(createMetainfo(sampleOptions()).torrent, { trackers, webSeeds })).toEqual(fresh.torrent)
    expect(reannounce(fresh.torrent, { trackers: [], webSeeds: [] })).toEqual(
      createMetainfo(sampleOptions({ trackers: [], webSeeds: [] })).torrent,
    )
  })

  it('keeps the info of a torrent that somebody else made, byte for byte', () => {
    const theirs = (source: string) =>
      bencode.encode({
        announce: 'http://theirs.example/announce',
        info: { length: 3, name: 'abc', 'piece length': 16_384, pieces: Buffer.alloc(20), private: 1, source },
      })
    fc.assert(
      fc.property(fc.string(), (source) => {
        const before = parseMetainfo(theirs(source))
        const after = parseMetainfo(reannounce(theirs(source), { trackers, webSeeds: [] }))
        expect(after).toEqual({ ...before, trackers, webSeeds: [], isPrivate: true })
      }),
    )
  })

  it('refuses what is no torrent, and URLs that clients could not use', () => {
    const renew = (bytes: Uint8Array, urls: Partial<Parameters<typeof reannounce>[1]>) => () =>
      reannounce(bytes, { trackers: [], webSeeds: [], ...urls })
    expect(renew(Buffer.from('d4:infoi1ee'), {})).toThrow(MetainfoError)
    expect(renew(torrent, { trackers: ['ftp://tracker.example'] })).toThrow(MetainfoError)
    expect(renew(torrent, { webSeeds: ['udp://cdn.example:1'] })).toThrow(MetainfoError)
  })
})
