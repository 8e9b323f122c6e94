import { randomBytes } from 'node:crypto'
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { BLOCK_LENGTH, ContentChanged, createMerkleHasher, createPieceHasher, hashHybridFile } from '../../src/index.ts'

const MIB = 1024 * 1024
const folder = await mkdtemp(join(tmpdir(), 'chronicle-test-'))
afterAll(() => rm(folder, { recursive: true }))

/** Enough for two threads, of which the front is hashed as if it were all. */
const content = randomBytes(150 * MIB)
const path = join(folder, 'content')
await writeFile(path, content)

type Hashes = Awaited<ReturnType<typeof hashHybridFile>>
const hexOf = ({ pieces, tree }: Hashes) => ({
  pieces: Buffer.from(pieces).toString('hex'),
  root: Buffer.from(tree.root).toString('hex'),
  layer: Buffer.from(tree.layer).toString('hex'),
})

/** Both hashers fed with one stream, in chunks that are no blocks. */
function ofStream(bytes: Buffer, pieceLength: number) {
  const [pieces, tree] = [createPieceHasher(pieceLength), createMerkleHasher(pieceLength)]
  for (let start = 0; start < bytes.length; start += 300_007) {
    const chunk = bytes.subarray(start, start + 300_007)
    pieces.update(chunk)
    tree.update(chunk)
  }
  return hexOf({ pieces: new Uint8Array(pieces.digest()), tree: tree.digest() })
}

const ofFront = async (length: number, pieceLength: number, threads: number) =>
  hexOf(await hashHybridFile(path, { pieceLength, threads, length }))

/** Powers of two, from a block to 32 MiB. */
const pieceLengths = fc.integer({ min: 0, max: 11 }).map((power) => BLOCK_LENGTH * 2 ** power)

/** A piece length, and a size: at the edges of blocks, pieces and spans, and anywhere. */
function contents({ from = 0, to }: { readonly from?: number; readonly to: number }) {
  const anywhere = fc.integer({ min: from, max: to })
  const near = (step: number) =>
    fc
      .tuple(anywhere, fc.integer({ min: -1, max: 1 }))
      .map(([size, more]) => Math.min(Math.max(Math.round(size / step) * step + more, from), to))
  return pieceLengths.chain((pieceLength) =>
    fc.tuple(fc.oneof(anywhere, ...[BLOCK_LENGTH, pieceLength, 16 * MIB].map(near)), fc.constant(pieceLength)),
  )
}

describe('hashHybridFile', () => {
  it.each([
    { threads: 1, to: 256 * 1024, numRuns: 300 },
    { threads: 1, to: 40 * MIB, numRuns: 30 },
    { threads: 2, from: 128 * MIB, to: content.length, numRuns: 8 },
  ])(
    'gives what the hashers of a stream give, in $threads threads, of up to $to bytes by any piece length',
    async (row) => {
      const equal = async ([size, pieceLength]: readonly [number, number]) =>
        expect(await ofFront(size, pieceLength, row.threads)).toEqual(ofStream(content.subarray(0, size), pieceLength))
      await fc.assert(fc.asyncProperty(contents(row), equal), row)
    },
  )

  it.each([
    ['nothing', 0, 64 * 1024],
    ['less than a block', 1, BLOCK_LENGTH],
    ['a block, which is a piece', BLOCK_LENGTH, BLOCK_LENGTH],
    ['a byte more than a block', BLOCK_LENGTH + 1, BLOCK_LENGTH],
    ['less than a block of a large piece', 100, 8 * MIB],
    ['three blocks of a large piece', 3 * BLOCK_LENGTH, 8 * MIB],
    ['half a piece', 4 * MIB, 8 * MIB],
    ['a byte less than a piece', 8 * MIB - 1, 8 * MIB],
    ['a piece', 8 * MIB, 8 * MIB],
    ['a byte more than a piece', 8 * MIB + 1, 8 * MIB],
    ['a span', 16 * MIB, 16 * 1024],
    ['a byte more than a span, alone in the last one', 16 * MIB + 1, 256 * 1024],
    ['a piece that is larger than a span', 32 * MIB, 32 * MIB],
    ['a block more than that', 32 * MIB + BLOCK_LENGTH, 32 * MIB],
    ['spans for two threads', 130 * MIB + 17, MIB],
  ])('is right at the edge: %s', async (_, size, pieceLength) => {
    const file = join(folder, `${size} by ${pieceLength}`)
    await writeFile(file, content.subarray(0, size))
    const progress: number[] = []
    const hashes = await hashHybridFile(file, { pieceLength, onProgress: (bytes) => progress.push(bytes) })
    expect(hexOf(hashes)).toEqual(ofStream(content.subarray(0, size), pieceLength))
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(progress.at(-1) ?? 0).toBe(size)
  })

  it.each([1, 2])('refuses pieces that version 2 does not have, in %i threads', async (threads) => {
    for (const pieceLength of [8192, 3 * MIB]) {
      const hashing = hashHybridFile(path, { pieceLength, threads })
      await expect(hashing).rejects.toThrow(`piece length ${pieceLength} is not a power of two from 16384`)
      await expect(hashing).rejects.toBeInstanceOf(RangeError)
    }
  })

  it('notices a file that becomes longer meanwhile', async () => {
    const file = join(folder, 'growing')
    await writeFile(file, content.subarray(0, 40 * MIB))
    let changed: Promise<void> | undefined
    const onProgress = () => (changed ??= appendFile(file, 'x'))
    await expect(hashHybridFile(file, { pieceLength: MIB, onProgress })).rejects.toBeInstanceOf(ContentChanged)
    await changed
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const onProgress = () => stop.abort(new Error('enough'))
    const hashing = hashHybridFile(path, { pieceLength: MIB, threads: 2, signal: stop.signal, onProgress })
    await expect(hashing).rejects.toThrow('enough')
  })
})
