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

async function* inChunks(bytes: Buffer) {
  for (let start = 0; start < bytes.length; start += 300_000) yield bytes.subarray(start, start + 300_000)
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

  it.each<[string, Buffer]>([
    ['by a byte', randomBytes(1)],
    ['by more than a piece', randomBytes(3 * MIB)],
  ])('finds that a file goes on too long %s, and that all pieces are right', async (_, more) => {
    const path = join(folder, 'file')
    await writeFile(path, Buffer.concat([content, more]))
    await expect(verifyFile(path, metainfo, { threads })).resolves.toMatchObject({ ok: false, badPieces: [] })
  })
})
