import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect } from '@jest/globals'
import independent from 'bencode'
import { createMetainfo, hashHybridFile, type MetainfoOptions, pieceLengthFor } from '../src/index.ts'
import { askLibtorrent, withLibtorrent } from './libtorrent/ask-libtorrent.ts'
import { contentOf, ourTorrent } from './our-torrent.ts'
import { plainPieces } from './plain-pieces.ts'
import { identityCases } from './transmission3-cases.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-libtorrent-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** As ask.py writes it: byte strings as hexadecimal digits. */
function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}

const hex = (text: string) => Buffer.from(text).toString('hex')

/** A torrent of content that is written into a folder of its own. */
async function prepare(length: number, changes: Partial<MetainfoOptions> & { hybrid?: boolean } = {}) {
  const { hybrid = false, ...more } = changes
  const content = contentOf(length)
  const inside = await mkdtemp(join(folder, 'content-'))
  const path = join(inside, 'stream 🎥.mkv')
  await writeFile(path, content)
  const pieceLength = more.pieceLength ?? pieceLengthFor(length)
  const made = createMetainfo({
    name: 'stream 🎥.mkv',
    length,
    pieceLength,
    pieces: plainPieces(content, pieceLength),
    ...(hybrid && (await hashHybridFile(path, { pieceLength }))),
    ...more,
  })
  const torrent = join(inside, 'it.torrent')
  await writeFile(torrent, made.torrent)
  return { ...made, file: torrent, inside, content: path, pieceLength }
}

describe('libtorrent', () => {
  withLibtorrent(
    'decodes every torrent of the identity cases as another library does, and as they were meant',
    async () => {
      const inside = join(folder, 'cases')
      await mkdir(inside)
      const torrents = identityCases.map((about) => ourTorrent(about))
      const files = torrents.map((_, index) => join(inside, `${index}.torrent`))
      await Promise.all(files.map((file, index) => writeFile(file, torrents[index] ?? '')))
      const decoded = await askLibtorrent('decode', { files })
      expect(decoded).toEqual(torrents.map((torrent) => plain(independent.decode(torrent))))
      expect(decoded).toMatchObject(
        identityCases.map(({ name, size, isPrivate, comment, trackers }) => ({
          info: { name: hex(name), length: size, private: isPrivate ? 1 : 0 },
          ...(comment !== undefined && { comment: hex(comment) }),
          ...(trackers[0] !== undefined && { announce: hex(trackers[0]) }),
        })),
      )
    },
  )

  withLibtorrent('opens a torrent with every field', async () => {
    const { file, infoHash } = await prepare(600_000, {
      trackerTiers: [['udp://one.example:1337/announce', 'http://two.example/announce'], ['https://three.example/a']],
      webSeeds: ['https://cdn.example/a%20b.mkv'],
      isPrivate: true,
      source: 'somewhere',
      comment: 'Ünïcode',
      createdBy: 'Chronicle',
    })
    expect(await askLibtorrent('describe', { torrent: file })).toEqual({
      name: 'stream 🎥.mkv',
      length: 600_000,
      pieceLength: 262_144,
      pieces: 3,
      infoHash,
      infoHashV2: null,
      private: true,
      tiers: [
        ['udp://one.example:1337/announce', 0],
        ['http://two.example/announce', 0],
        ['https://three.example/a', 1],
      ],
      webSeeds: ['https://cdn.example/a%20b.mkv'],
      comment: 'Ünïcode',
      createdBy: 'Chronicle',
    })
  })

  withLibtorrent.each([
    [1, 262_144],
    [16_384, 16_384],
    [16_385, 16_384],
    [600_000, 16_384],
    [600_000, 262_144],
    [1_048_576, 65_536],
    [1_048_577, 131_072],
    [140_000_001, 65_536], // for two threads
  ])(
    'opens a hybrid of %d bytes in pieces of %d as version 2, and makes the same itself',
    async (length, pieceLength) => {
      const { file, inside, infoHash, infoHashV2, torrent } = await prepare(length, { pieceLength, hybrid: true })
      expect(await askLibtorrent('describe', { torrent: file })).toMatchObject({ infoHash, infoHashV2, length })
      const theirs = await askLibtorrent('make', { folder: inside, name: 'stream 🎥.mkv', piece_length: pieceLength })
      const infoOf = (bytes: Uint8Array) => {
        const { info, 'piece layers': layers } = independent.decode(bytes)
        return plain({ info, layers })
      }
      expect(infoOf(torrent)).toEqual(infoOf(Buffer.from(theirs, 'hex')))
    },
  )

  withLibtorrent.each([false, true])('checks the content and seeds (hybrid: %p)', async (hybrid) => {
    const { file, inside } = await prepare(3_000_000, { hybrid })
    expect(await askLibtorrent('run', { torrent: file, folder: inside })).toEqual({
      state: 'seeding',
      pieces: 12,
      error: null,
    })
  })

  withLibtorrent('does not seed what is cut short', async () => {
    const { file, inside, content } = await prepare(3_000_000)
    await truncate(content, 2_000_000)
    expect(await askLibtorrent('run', { torrent: file, folder: inside })).toMatchObject({
      state: 'downloading',
      pieces: 7,
    })
  })
})
