import { parseMetainfo } from '@chronicle/torrent'
import { describe, expect, it } from '@jest/globals'
import { makeTorrent } from '../../src/index.ts'

const pieces = new Uint8Array(20).fill(7)
const object = { key: 'recordings/2026/03/04/job-1/C++ 100% ü.mkv', size: 1000 }
const date = new Date('2026-03-04T05:06:07.000Z')
const trackers = ['udp://tracker.example:1337/announce']

describe('makeTorrent', () => {
  it('names the file as the object, by the one piece-length rule', () => {
    const { torrent, infoHash, magnet, pieceLength } = makeTorrent(object, pieces, { trackers }, date)
    expect(parseMetainfo(torrent)).toMatchObject({ name: 'C++ 100% ü.mkv', length: 1000, pieceLength, infoHash })
    expect(pieceLength).toBe(262_144)
    expect(magnet).toContain(infoHash)
  })

  it('differs between its makers in nothing but the date, so the info-hash is one', () => {
    const [first, second] = [date, new Date(0)].map((made) => makeTorrent(object, pieces, { trackers }, made))
    expect(first?.infoHash).toBe(second?.infoHash)
    expect(makeTorrent(object, pieces, { trackers }, date).torrent).toEqual(first?.torrent)
  })

  it.each(['https://cdn.example/files', 'https://cdn.example/files/'])(
    'lets anyone fetch it from %s',
    (publicBaseUrl) => {
      const { torrent, magnet } = makeTorrent(object, pieces, { trackers: [], publicBaseUrl }, date)
      const webSeed = 'https://cdn.example/files/recordings/2026/03/04/job-1/C%2B%2B%20100%25%20%C3%BC.mkv'
      expect(parseMetainfo(torrent)).toMatchObject({ webSeeds: [webSeed] })
      expect(new URL(magnet).searchParams.get('ws')).toBe(webSeed)
      expect(new URL(magnet).searchParams.get('xs')).toBe(`${webSeed}.torrent`)
    },
  )

  it('has no public address where the bucket has none', () => {
    expect(makeTorrent(object, pieces, { trackers }, date).magnet).not.toMatch(/[&?](ws|xs)=/)
  })
})
