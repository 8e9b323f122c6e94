import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import independent from 'bencode'
import fc from 'fast-check'
import { createMetainfo, MetainfoError, parseMetainfo, torrentName } from '../src/index.ts'
import { plainPieces } from './plain-pieces.ts'
import { sampleOptions } from './sample-options.ts'

const info = { length: 5, name: 'x', 'piece length': 4, pieces: plainPieces(new Uint8Array(5), 4) }

/** A torrent written by an independent library, so that it can hold what ours would not write. */
const foreign = (fields: object, infoChanges: object = {}) =>
  independent.encode({ info: { ...info, ...infoChanges }, ...fields })

describe('parseMetainfo', () => {
  it('gives back what createMetainfo was given', () => {
    const { infoHash, torrent } = createMetainfo(sampleOptions())
    expect(parseMetainfo(torrent)).toEqual({ ...sampleOptions(), infoHash })
  })

  it('gives back any name, text and date', () => {
    const text = fc.string({ unit: 'grapheme' })
    const date = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000))
    fc.assert(
      fc.property(text, text, text, date, (key, comment, createdBy, creationDate) => {
        const options = sampleOptions({ name: torrentName(key), comment, createdBy, creationDate })
        expect(parseMetainfo(createMetainfo(options).torrent)).toMatchObject(options)
      }),
    )
  })

  it('keeps a byte order mark as part of the name', () => {
    const { torrent } = createMetainfo(sampleOptions({ name: '\ufeffx' }))
    expect(parseMetainfo(torrent).name).toBe('\ufeffx')
  })

  it('makes the same torrent again from what it read', () => {
    const first = createMetainfo(sampleOptions())
    expect(createMetainfo(parseMetainfo(first.torrent))).toEqual(first)
  })

  it('takes the info-hash over the info as it stands, with fields it does not know', () => {
    const torrent = foreign({}, { private: 1, source: 'elsewhere' })
    const expected = createHash('sha1')
      .update(independent.encode({ ...info, private: 1, source: 'elsewhere' }))
      .digest('hex')
    expect(parseMetainfo(torrent).infoHash).toBe(expected)
  })

  it('reads a bare torrent', () => {
    const { infoHash, ...rest } = parseMetainfo(foreign({}))
    expect(infoHash).toHaveLength(40)
    expect(rest).toEqual({ name: 'x', length: 5, pieceLength: 4, pieces: info.pieces, trackers: [], webSeeds: [] })
  })

  it('reads all tiers in order, and announce only where there is no list', () => {
    const tiers = [['http://a', 'http://b'], ['http://c']]
    expect(parseMetainfo(foreign({ announce: 'http://z', 'announce-list': tiers })).trackers).toEqual(tiers.flat())
    expect(parseMetainfo(foreign({ announce: 'http://z', 'announce-list': [] })).trackers).toEqual(['http://z'])
  })

  it('reads a web seed that is not in a list, and an empty one as none', () => {
    expect(parseMetainfo(foreign({ 'url-list': 'http://seed' })).webSeeds).toEqual(['http://seed'])
    expect(parseMetainfo(foreign({ 'url-list': '' })).webSeeds).toEqual([])
  })

  it.each([
    ['something else', new TextEncoder().encode('<html>'), /not a torrent: not canonical bencode/],
    ['a list', independent.encode([1]), /outermost value is not a dictionary/],
    ['no info', independent.encode({ announce: 'http://a' }), /"info" is missing/],
    ['an info that is a string', independent.encode({ info: 'x' }), /"info" is missing or not a dictionary/],
    ['several files', foreign({}, { files: [] }), /several files: only single-file v1/],
    ['version 2', foreign({}, { 'meta version': 2, pieces: undefined }), /version 2 alone/],
    ['a name that is a number', foreign({}, { name: 1 }), /"name" is not a string/],
    ['a name that is not UTF-8', foreign({}, { name: new Uint8Array([0xff]) }), /name is not UTF-8/],
    ['a name that leaves its folder', foreign({}, { name: '../x' }), /not a safe file name/],
    ['a length that is a string', foreign({}, { length: '5' }), /"length" is not an integer/],
    ['a negative length', foreign({}, { length: -5 }), /length is -5/],
    ['a piece length of 0', foreign({}, { 'piece length': 0 }), /piece length is 0/],
    ['too few pieces', foreign({}, { pieces: new Uint8Array(20) }), /pieces has 20 bytes/],
    ['trackers that are numbers', foreign({ 'announce-list': [[1]] }), /"announce-list" is not a string or a list/],
    ['a date that is text', foreign({ 'creation date': 'today' }), /"creation date" is not an integer/],
    ['a date that no Date can hold', foreign({ 'creation date': 8_640_000_000_001 }), /"creation date" is before/],
    ['a comment that is not UTF-8', foreign({ comment: new Uint8Array([0xff]) }), /comment is not UTF-8/],
  ])('refuses %s', (_, torrent, message) => {
    expect(() => parseMetainfo(torrent)).toThrow(MetainfoError)
    expect(() => parseMetainfo(torrent)).toThrow(message)
  })

  it('names the missing field', () => {
    const { pieces, ...incomplete } = info
    expect(() => parseMetainfo(independent.encode({ info: incomplete }))).toThrow(/"pieces" is missing/)
  })

  it('meets a damaged torrent with a result or a MetainfoError', () => {
    const { torrent } = createMetainfo(sampleOptions())
    fc.assert(
      fc.property(fc.nat(torrent.byteLength - 1), fc.nat(255), (at, byte) => {
        try {
          parseMetainfo(torrent.with(at, byte))
        } catch (error) {
          expect(error).toBeInstanceOf(MetainfoError)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
