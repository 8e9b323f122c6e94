import { createHash } from 'node:crypto'
import { concatBytes } from './concat-bytes.ts'

/** Length of a SHA-1 hash in bytes, and so of one piece's entry in `pieces`. */
export const HASH_LENGTH = 20

export interface PieceHasher {
  /** Bytes hashed so far. */
  readonly bytes: number
  /** Takes the next bytes of the content, in chunks of any size. The chunk may be reused once this returns. */
  update(chunk: Uint8Array): void
  /** The `pieces` of what came so far, 20 bytes each, the last one possibly of a short piece. Hashing may go on afterwards. */
  digest(): Uint8Array<ArrayBuffer>
}

/**
 * Hashes content into BitTorrent pieces of `pieceLength` bytes. Each chunk goes straight into the running hash: memory
 * holds 20 bytes per finished piece and no content.
 * @throws RangeError if `pieceLength` is no safe integer from 1.
 */
export function createPieceHasher(pieceLength: number): PieceHasher {
  if (!Number.isSafeInteger(pieceLength) || pieceLength < 1) {
    throw new RangeError(`piece length ${pieceLength} is not a whole number of bytes from 1`)
  }
  const finished: Uint8Array[] = []
  let piece = createHash('sha1')
  let filled = 0

  return {
    get bytes() {
      return finished.length * pieceLength + filled
    },

    update(chunk) {
      let offset = 0
      while (offset < chunk.byteLength) {
        const end = offset + pieceLength - filled
        // A view costs more than it looks: of some terabytes there would be millions.
        const taken = offset === 0 && end >= chunk.byteLength ? chunk : chunk.subarray(offset, end)
        piece.update(taken)
        offset += taken.byteLength
        filled += taken.byteLength
        if (filled < pieceLength) return
        finished.push(piece.digest())
        piece = createHash('sha1')
        filled = 0
      }
    },

    digest() {
      // Digesting ends a hash, so a copy is digested and the running one stays open.
      return concatBytes(filled > 0 ? [...finished, piece.copy().digest()] : finished)
    },
  }
}
