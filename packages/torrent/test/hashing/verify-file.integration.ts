import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import { verifyFile, verifyPieces } from '../../src/index.ts'
import { plainPieces } from '../plain-pieces.ts'

const MIB = 1024 * 1024
const PIECE = MIB
const LENGTH = 130 * MIB + 17
const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
afterAll(() => rm(folder, { recursive: true }))

const content = randomBytes(LENGTH)
const metainfo = { length: LENGTH, pieceLength: PIECE, pieces: plainPieces(content, PIECE) }

function withWrongBytes(...at: readonly number[]): Buffer {
  const copy = Buffer.from(content)
  for (const offset of at) copy[offset] = (copy[offset] ?? 0) ^ 1
  return copy
}

async function* inChunks(bytes: Buffer, length = 300_000) {
  for (let start = 0; start < bytes.length; start += length) yield bytes.subarray(start, start + length)
}

describe.each([1, 2])('verifyFile in %i threads', (threads) => {
  it.each<[string, Buffer]>([
    ['the content itself', content],
    ['a wrong first byte', withWrongBytes(0)],
    ['wrong bytes on both sides of a piece edge', withWrongBytes(PIECE - 1, PIECE)],
    ['a wrong last byte', withWrongBytes(LENGTH - 1)],
    ['wrong bytes here and there', withWrongBytes(5, 40 * MIB, 77 * MIB + 3)],
    ['one byte too few', content.subarray(0, -1)],
    ['a piece too few', content.subarray(0, -17 - PIECE)],
    ['nothing', Buffer.alloc(0)],
  ])('says of %s what verifyPieces says', async (_, bytes) => {
    const path = join(folder, 'file')
    await writeFile(path, bytes)
    const expected = await verifyPieces(inChunks(bytes), metainfo)
    await expect(verifyFile(path, metainfo, { threads })).resolves.toEqual(expected)
  })

  it.each<[string, Buffer, Buffer]>([
    ['by a byte', content, randomBytes(1)],
    ['by more than a piece', content, randomBytes(3 * MIB)],
    ['by as much again', content, content],
    ['with a wrong last byte', withWrongBytes(LENGTH - 1), randomBytes(MIB)],
    ['with wrong bytes here and there', withWrongBytes(0, PIECE, 77 * MIB + 3), randomBytes(5)],
  ])(
    'says of a file that goes on too long %s what verifyPieces says, and shows how far it is',
    async (_, front, more) => {
      const path = join(folder, 'file')
      const bytes = Buffer.concat([front, more])
      await writeFile(path, bytes)
      // Given all at once: of a stream it depends on its chunks how many bytes are read behind the end.
      const expected = await verifyPieces(inChunks(bytes, bytes.length), metainfo)
      const progress: number[] = []
      const onProgress = (hashed: number) => progress.push(hashed)
      await expect(verifyFile(path, metainfo, { threads, onProgress })).resolves.toEqual(expected)
      expect(expected).toMatchObject({ ok: false, bytes: bytes.length })
      expect(progress.length).toBeGreaterThan(5)
      expect(progress.at(-1)).toBe(LENGTH)
    },
  )
})
