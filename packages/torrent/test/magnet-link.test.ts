import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { MetainfoError, magnetLink } from '../src/index.ts'

const infoHash = '0123456789abcdef0123456789abcdef01234567'

describe('magnetLink', () => {
  it('carries hash, name, length, trackers and web seeds', () => {
    const link = magnetLink({
      infoHash,
      name: 'a b+c&d=é.mkv',
      length: 42,
      trackers: ['udp://one.example:1337/announce', 'https://two.example/announce?key=1&b=2'],
      webSeeds: ['https://cdn.example/a%20b.mkv'],
    })
    expect(link).toBe(
      `magnet:?xt=urn:btih:${infoHash}&dn=a%20b%2Bc%26d%3D%C3%A9.mkv&xl=42` +
        '&tr=udp%3A%2F%2Fone.example%3A1337%2Fannounce' +
        '&tr=https%3A%2F%2Ftwo.example%2Fannounce%3Fkey%3D1%26b%3D2' +
        '&ws=https%3A%2F%2Fcdn.example%2Fa%2520b.mkv',
    )
  })

  it('says of a hybrid both hashes, and where the torrent is', () => {
    const link = magnetLink({
      infoHash,
      infoHashV2: 'AB'.repeat(32),
      name: 'x',
      length: 1,
      torrentUrl: 'https://cdn.example/x.torrent',
    })
    expect(link).toBe(
      `magnet:?xt=urn:btih:${infoHash}&xt=urn:btmh:1220${'ab'.repeat(32)}&dn=x&xl=1&xs=https%3A%2F%2Fcdn.example%2Fx.torrent`,
    )
  })

  it('gives any name back to a URL parser', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) => {
        expect(new URL(magnetLink({ infoHash, name, length: 1 })).searchParams.get('dn')).toBe(name)
      }),
    )
  })

  it('writes the hash in lower case', () => {
    expect(magnetLink({ infoHash: infoHash.toUpperCase(), name: 'x', length: 1 })).toContain(`btih:${infoHash}&`)
  })

  it.each(['', 'abc', `${infoHash}0`, `g${infoHash.slice(1)}`])('refuses %j as an info-hash', (bad) => {
    expect(() => magnetLink({ infoHash: bad, name: 'x', length: 1 })).toThrow(MetainfoError)
    expect(() => magnetLink({ infoHash, infoHashV2: bad, name: 'x', length: 1 })).toThrow(MetainfoError)
  })
})
