import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import independent from 'bencode'
import { createMetainfo, MetainfoError, magnetLink } from '../src/index.ts'
import { sampleOptions } from './sample-options.ts'

const utf8 = (text: string) => new TextEncoder().encode(text)

/** The torrent as an independent library reads it. */
const decode = (changes: Parameters<typeof sampleOptions>[0]) =>
  independent.decode(createMetainfo(sampleOptions(changes)).torrent)

describe('createMetainfo', () => {
  it('makes a torrent that an independent library reads field by field', () => {
    const { length, pieceLength, pieces } = sampleOptions()
    expect(decode({})).toEqual({
      announce: utf8('udp://one.example:1337/announce'),
      'announce-list': [[utf8('udp://one.example:1337/announce')], [utf8('https://two.example/announce')]],
      comment: utf8('A test'),
      'created by': utf8('Chronicle'),
      'creation date': 1_767_323_045,
      encoding: utf8('UTF-8'),
      info: { length, name: utf8('stream 🎥.mkv'), 'piece length': pieceLength, pieces },
      'url-list': [utf8('https://cdn.example/stream.mkv')],
    })
  })

  it('has the info-hash of the info that stands in the file', () => {
    const { torrent, infoHash } = createMetainfo(sampleOptions())
    const file = Buffer.from(torrent)
    const info = file.subarray(file.indexOf('4:info') + 6, file.indexOf('8:url-list'))
    expect(infoHash).toBe(createHash('sha1').update(info).digest('hex'))
    expect(infoHash).toBe(
      createHash('sha1')
        .update(independent.encode(decode({}).info))
        .digest('hex'),
    )
  })

  it('keeps the info-hash whatever stands beside the info', () => {
    const { name, length, pieceLength, pieces } = sampleOptions()
    const bare = createMetainfo({ name, length, pieceLength, pieces })
    expect(bare.infoHash).toBe(createMetainfo(sampleOptions()).infoHash)
  })

  it('gives the magnet link of the torrent', () => {
    const { name, length, trackers, webSeeds } = sampleOptions()
    const { infoHash, magnet } = createMetainfo(sampleOptions())
    expect(magnet).toBe(magnetLink({ infoHash, name, length, trackers: trackers ?? [], webSeeds: webSeeds ?? [] }))
  })

  it('leaves out what it has no value for', () => {
    const { name, length, pieceLength, pieces } = sampleOptions()
    const { torrent } = createMetainfo({ name, length, pieceLength, pieces, trackers: [], webSeeds: [] })
    expect(Object.keys(independent.decode(torrent))).toEqual(['encoding', 'info'])
  })

  it('writes a single tracker as announce alone, and a repeated one once', () => {
    const tracker = 'http://t.example/announce'
    expect(decode({ trackers: [tracker, tracker] })).toMatchObject({ announce: utf8(tracker) })
    expect(decode({ trackers: [tracker, tracker] })).not.toHaveProperty('announce-list')
  })

  it('writes tiers as they are given, after the trackers', () => {
    const [one, two, three] = ['http://a.example/', 'http://b.example/', 'http://c.example/'] as const
    const trackerTiers = [
      [two, three],
      [one, one],
    ]
    expect(decode({ trackers: [one], trackerTiers })).toMatchObject({
      announce: utf8(one),
      'announce-list': [[utf8(one)], [utf8(two), utf8(three)], [utf8(one), utf8(one)]],
    })
  })

  it('leaves an empty tier out', () => {
    const [one, two] = ['http://a.example/', 'http://b.example/'] as const
    expect(decode({ trackers: [], trackerTiers: [[], [one], [], [two]] })).toMatchObject({
      announce: utf8(one),
      'announce-list': [[utf8(one)], [utf8(two)]],
    })
  })

  it('says in the magnet link where the torrent is, and not in the torrent', () => {
    const there = createMetainfo(sampleOptions({ torrentUrl: 'https://cdn.example/a.torrent' }))
    const plain = createMetainfo(sampleOptions())
    expect(there.torrent).toEqual(plain.torrent)
    expect(there.magnet).toBe(`${plain.magnet}&xs=https%3A%2F%2Fcdn.example%2Fa.torrent`)
  })

  it('has another info-hash as a private torrent, and from each source', () => {
    const changes = [
      {},
      { isPrivate: false },
      { isPrivate: true },
      { source: 'A' },
      { source: 'B' },
      { isPrivate: true, source: 'B' },
    ]
    const hashes = changes.map((change) => createMetainfo(sampleOptions(change)).infoHash)
    expect(new Set(hashes).size).toBe(changes.length)
    expect(decode({ isPrivate: true, source: 'B' }).info).toMatchObject({ private: 1, source: utf8('B') })
    expect(decode({ isPrivate: false }).info).toMatchObject({ private: 0 })
  })

  it.each([
    ['no pieces', { pieces: new Uint8Array(0) }, /pieces has 0 bytes.*needs 80/],
    ['one piece too many', { pieces: new Uint8Array(100) }, /pieces has 100 bytes.*needs 80/],
    ['a broken hash', { pieces: new Uint8Array(79) }, /pieces has 79 bytes/],
    ['no content', { length: 0, pieces: new Uint8Array(0) }, /length is 0/],
    ['half a byte', { length: 1.5 }, /length is 1\.5/],
    ['a piece length of 0', { pieceLength: 0 }, /piece length is 0/],
    ['a piece length between powers of two', { pieceLength: 33_000 }, /33000 is not a power of two/],
    ['an empty name', { name: '' }, /name ""/],
    ['a path as name', { name: 'a/b' }, /name "a\/b"/],
    ['the parent folder as name', { name: '..' }, /name "\.\."/],
    ['a control character in the name', { name: 'a\nb' }, /name "a\\nb"/],
    ['half a character in the comment', { comment: '\ud83c' }, /comment holds half/],
    ['an invalid date', { creationDate: new Date(Number.NaN) }, /creationDate/],
    ['a date before 1970', { creationDate: new Date(-1) }, /creationDate/],
  ])('refuses %s', (_, changes, message) => {
    const create = () => createMetainfo(sampleOptions(changes))
    expect(create).toThrow(MetainfoError)
    expect(create).toThrow(message)
  })

  it.each([
    'udp://t.example:1/a',
    'http://t.example',
    'https://t.example/a?key=1',
    'ws://t.example',
    'wss://[::1]:8/a',
  ])('takes the tracker %s', (tracker) => {
    expect(decode({ trackers: [tracker] })).toMatchObject({ announce: utf8(tracker) })
  })

  it.each([
    ['', /trackers\[1\] is not a URL/],
    ['tracker.example', /trackers\[1\] is not a URL with a host/],
    ['ftp://t.example/a', /trackers\[1\] must begin with one of http:\/\/ /],
    ['HTTP://t.example/a', /trackers\[1\] must begin/],
    ['http:t.example', /trackers\[1\] must begin/],
    [' http://t.example', /printable ASCII/],
    ['http://t.example/é', /printable ASCII/],
    ['http://', /trackers\[1\] is not a URL with a host/],
    ['udp://t.example/announce', /trackers\[1\] has no port/],
  ])('refuses the tracker %j', (tracker, message) => {
    expect(() => createMetainfo(sampleOptions({ trackers: ['http://fine.example', tracker] }))).toThrow(message)
  })

  it('takes only web seeds that are http or https', () => {
    expect(() => createMetainfo(sampleOptions({ webSeeds: ['udp://cdn.example:1/x'] }))).toThrow(
      /webSeeds\[0\] must begin/,
    )
  })

  it('does not repeat a URL in an error: it may hold a passkey', () => {
    const create = () => createMetainfo(sampleOptions({ trackers: ['ftp://t.example/sesame?key=sesame'] }))
    expect(create).toThrow(expect.objectContaining({ message: expect.not.stringContaining('sesame') }))
  })
})
