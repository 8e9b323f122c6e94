import type { ParsedMetainfo } from './parse-metainfo.ts'
import { createPieceHasher, HASH_LENGTH } from './piece-hasher.ts'

export interface PieceVerification {
  /** Every piece is right and the content has exactly the torrent's length. */
  readonly ok: boolean
  /** Indices, from 0, of the pieces that are wrong, short or missing. Empty beside `ok: false` if the content only goes on too long. */
  readonly badPieces: number[]
  /** The size of a file. Of a stream, the bytes read: that stops at the first chunk that goes beyond the torrent's length. */
  readonly bytes: number
}

/** Checks content against a torrent as it streams by. A failure of the source is thrown on. */
export async function verifyPieces(
  source: AsyncIterable<Uint8Array>,
  metainfo: Pick<ParsedMetainfo, 'length' | 'pieceLength' | 'pieces'>,
): Promise<PieceVerification> {
  const hasher = createPieceHasher(metainfo.pieceLength)
  let bytes = 0
  for await (const chunk of source) {
    bytes += chunk.byteLength
    hasher.update(chunk.subarray(0, metainfo.length - hasher.bytes))
    if (bytes > metainfo.length) break
  }
  const badPieces = differingPieces(metainfo.pieces, hasher.digest())
  return { ok: badPieces.length === 0 && bytes === metainfo.length, badPieces, bytes }
}

/** Indices of the pieces of a torrent that a content has not, or has otherwise. */
export function differingPieces(expected: Uint8Array, actual: Uint8Array): number[] {
  const count = expected.byteLength / HASH_LENGTH
  return Array.from({ length: count }, (_, index) => index).filter(
    (index) => Buffer.compare(pieceHash(expected, index), pieceHash(actual, index)) !== 0,
  )
}

function pieceHash(pieces: Uint8Array, index: number): Uint8Array {
  return pieces.subarray(index * HASH_LENGTH, (index + 1) * HASH_LENGTH)
}
