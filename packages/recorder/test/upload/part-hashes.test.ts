import { createHash } from 'node:crypto'
import { expect, test } from '@jest/globals'
import { createPartHashes } from '../../src/upload/part-hashes.ts'

const MIB = 1024 * 1024
const PART = 8 * MIB

const part = (partNumber: number, length = PART) => Buffer.alloc(length, partNumber)

/** SHA-1 of every `pieceLength` bytes, with nothing of ours. */
function plainPieces(content: Buffer, pieceLength: number): Buffer {
  const count = Math.ceil(content.length / pieceLength)
  const piece = (index: number) => content.subarray(index * pieceLength, (index + 1) * pieceLength)
  return Buffer.concat(Array.from({ length: count }, (_, index) => createHash('sha1').update(piece(index)).digest()))
}

test.each([1, 262_144, 262_145, PART, PART + 1, 2 * PART + 300_000])(
  'gives a small file of %i bytes the pieces of 256 KiB that plain SHA-1 gives',
  (size) => {
    const content = Buffer.concat([part(1), part(2), part(3)]).subarray(0, size)
    const hashes = createPartHashes()
    for (let start = 0; start < size; start += PART) hashes.add(1 + start / PART, content.subarray(start, start + PART))
    expect(Buffer.from(hashes.pieces(size))).toEqual(plainPieces(content, 262_144))
  },
)

test.each([256 * MIB, 256 * MIB + 5])('gives a file of %i bytes the hashes of its parts as pieces', (size) => {
  const hashes = createPartHashes()
  hashes.add(1, part(99)) // as it was before its head was final
  const expected: Buffer[] = []
  for (let start = 0; start < size; start += PART) {
    const bytes = part(1 + start / PART, Math.min(PART, size - start))
    hashes.add(1 + start / PART, bytes)
    expected.push(createHash('sha1').update(bytes).digest())
  }
  expect(Buffer.from(hashes.pieces(size))).toEqual(Buffer.concat(expected))
})

test('counts the last hashes of a part that came again', () => {
  const hashes = createPartHashes()
  hashes.add(1, part(7))
  hashes.add(2, part(2, 10))
  const sha1 = hashes.add(1, part(1))
  expect(Buffer.from(sha1)).toEqual(createHash('sha1').update(part(1)).digest())
  expect(Buffer.from(hashes.pieces(PART + 10))).toEqual(plainPieces(Buffer.concat([part(1), part(2, 10)]), 262_144))
})

test('refuses to make up the hashes of parts that it has not seen', () => {
  const hashes = createPartHashes()
  hashes.add(2, part(2))
  expect(() => hashes.pieces(2 * PART)).toThrow('do not cover 16777216 bytes')
})
