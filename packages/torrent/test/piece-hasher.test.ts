import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createPieceHasher } from '../src/index.ts'
import { chunkedContent } from './arbitraries.ts'
import { plainPieces } from './plain-pieces.ts'

describe('createPieceHasher', () => {
  it('hashes the same pieces however the content is chunked', () => {
    fc.assert(
      fc.property(chunkedContent, fc.integer({ min: 1, max: 70 }), ({ chunks, content }, pieceLength) => {
        const hasher = createPieceHasher(pieceLength)
        for (const chunk of chunks) hasher.update(chunk)
        expect(hasher.digest()).toEqual(plainPieces(content, pieceLength))
        expect(hasher.bytes).toBe(content.byteLength)
      }),
    )
  })

  it('gives the pieces so far at any time and goes on', () => {
    fc.assert(
      fc.property(chunkedContent, fc.integer({ min: 1, max: 70 }), ({ chunks, content }, pieceLength) => {
        const hasher = createPieceHasher(pieceLength)
        for (const chunk of chunks) {
          hasher.update(chunk)
          expect(hasher.digest()).toEqual(plainPieces(content.subarray(0, hasher.bytes), pieceLength))
        }
      }),
    )
  })

  it('is done with a chunk when update returns, so the caller may reuse it', () => {
    const hasher = createPieceHasher(4)
    const chunk = new Uint8Array([1, 2, 3, 4, 5, 6])
    hasher.update(chunk)
    chunk.fill(0)
    expect(hasher.digest()).toEqual(plainPieces(new Uint8Array([1, 2, 3, 4, 5, 6]), 4))
  })

  it('has no pieces for no content', () => {
    expect(createPieceHasher(16).digest()).toHaveLength(0)
  })

  it.each([0, -1, 1.5, Number.NaN])('refuses %p as a piece length', (pieceLength) => {
    expect(() => createPieceHasher(pieceLength)).toThrow(RangeError)
  })
})
