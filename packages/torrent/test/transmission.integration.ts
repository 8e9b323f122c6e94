import { execFileSync, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import {
  createMetainfo,
  createPieceHasher,
  PART_SIZE,
  parseMetainfo,
  pieceLengthFor,
  SMALL_PIECE_LENGTH,
  torrentName,
  verifyPieces,
} from '../src/index.ts'

const installed = ['transmission-create', 'transmission-show'].every(
  (tool) => spawnSync(tool, ['-V']).error === undefined,
)
if (!installed) {
  process.stderr.write(
    'transmission-cli is not installed: the comparison with it is left out (apt-get install transmission-cli)\n',
  )
}
const maybe = installed ? it : it.skip

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chronicle-torrent-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Bytes that do not repeat, the same in each run. */
function content(length: number): Uint8Array {
  return createHash('shake256', { outputLength: length }).update('chronicle').digest()
}

function piecesOf(bytes: Uint8Array, pieceLength: number): Uint8Array {
  const hasher = createPieceHasher(pieceLength)
  for (let offset = 0; offset < bytes.byteLength; offset += 60_000)
    hasher.update(bytes.subarray(offset, offset + 60_000))
  return hasher.digest()
}

/** Has transmission make a torrent of `path`. It may exit 0 without a file, so what counts is what can be read. */
async function transmissionTorrent(path: string, pieceLength: number): Promise<Uint8Array> {
  execFileSync('transmission-create', ['-s', String(pieceLength / 1024), '-o', `${path}.torrent`, path])
  return await readFile(`${path}.torrent`)
}

describe('beside transmission', () => {
  maybe.each([
    ['one byte', 1, SMALL_PIECE_LENGTH],
    ['one piece', SMALL_PIECE_LENGTH, SMALL_PIECE_LENGTH],
    ['one piece and a byte', SMALL_PIECE_LENGTH + 1, SMALL_PIECE_LENGTH],
    ['a few pieces', 3_000_000, SMALL_PIECE_LENGTH],
    ['two parts and a rest', 2 * PART_SIZE + 12_345, PART_SIZE],
    ['one piece of 16 MiB and a rest', 2 * PART_SIZE + 12_345, 2 * PART_SIZE],
  ])('hashes the same pieces of %s', async (name, length, pieceLength) => {
    const path = join(folder, `${name} of ${pieceLength}`)
    const bytes = content(length)
    await writeFile(path, bytes)
    const theirs = parseMetainfo(await transmissionTorrent(path, pieceLength))
    expect(theirs).toMatchObject({ name: `${name} of ${pieceLength}`, length, pieceLength })
    expect(Buffer.from(piecesOf(bytes, pieceLength)).equals(theirs.pieces)).toBe(true)
    expect(await verifyPieces(createReadStream(path), theirs)).toEqual({ ok: true, badPieces: [], bytes: length })
  })

  maybe.each(['a b', 'a+b', '100%', '🎥 stream', '-rf', 'é'.repeat(200)])('shows our torrent of %j', async (key) => {
    const bytes = content(600_000)
    const pieceLength = pieceLengthFor(bytes.byteLength)
    const { torrent, infoHash } = createMetainfo({
      name: torrentName(key),
      length: bytes.byteLength,
      pieceLength,
      pieces: piecesOf(bytes, pieceLength),
      trackers: ['udp://one.example:1337/announce', 'https://two.example/announce'],
      webSeeds: ['https://cdn.example/stream'],
      comment: 'Ünïcode',
      createdBy: 'Chronicle',
      creationDate: new Date('2026-01-02T03:04:05Z'),
    })
    const path = join(folder, 'ours.torrent')
    await writeFile(path, torrent)

    const shown = execFileSync('transmission-show', [path], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    expect(shown).toContain(`Name: ${torrentName(key)}\n`)
    expect(shown).toContain(`Hash: ${infoHash}\n`)
    expect(shown).toContain('Piece Count: 3\n')
    expect(shown).toContain('Piece Size: 256.0 KiB\n')
    expect(shown).toContain('Comment: Ünïcode\n')
    expect(shown).toMatch(/Tier #1\s+udp:\/\/one\.example:1337\/announce\s+Tier #2\s+https:\/\/two\.example\/announce/)
    expect(shown).toMatch(/WEBSEEDS\s+https:\/\/cdn\.example\/stream/)
  })
})
