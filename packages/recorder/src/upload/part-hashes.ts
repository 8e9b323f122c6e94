import { createHash } from 'node:crypto'
import { createPieceHasher, PART_SIZE, pieceLengthFor, SMALL_PIECE_LENGTH, SMALL_PIECE_LIMIT } from '@chronicle/torrent'

/**
 * The piece hashes of a file whose final size is not known yet, gathered part by part, so that the torrent reads nothing again.
 * A part may be given again: its last hashes count.
 */
export type PartHashes = {
  /** Hashes part `partNumber`, from 1: PART_SIZE bytes, or less for the last. Answers its SHA-1. */
  add(partNumber: number, bytes: Uint8Array): Uint8Array
  /** The `pieces` of a torrent of `size` bytes. Throws RangeError where parts are missing or no list fits the size. */
  pieces(size: number): Uint8Array
}

export function createPartHashes(): PartHashes {
  const whole: Uint8Array[] = []
  /** Pieces of 256 KiB, given up once the file is too large to have them. */
  let small: Uint8Array[] | undefined = []
  return {
    add: (partNumber, bytes) => {
      const sha1 = createHash('sha1').update(bytes).digest()
      whole[partNumber - 1] = sha1
      if (partNumber * PART_SIZE > SMALL_PIECE_LIMIT) small = undefined
      if (small) small[partNumber - 1] = smallPieces(bytes)
      return sha1
    },
    pieces: (size) => {
      const pieceLength = pieceLengthFor(size)
      const parts = pieceLength === PART_SIZE ? whole : pieceLength === SMALL_PIECE_LENGTH ? small : undefined
      const pieces = Buffer.concat(parts?.filter((part) => part !== undefined) ?? [])
      if (pieces.length !== 20 * Math.ceil(size / pieceLength))
        throw new RangeError(`the hashes at hand do not cover ${size} bytes in pieces of ${pieceLength}`)
      return pieces
    },
  }
}

function smallPieces(bytes: Uint8Array): Uint8Array {
  const hasher = createPieceHasher(SMALL_PIECE_LENGTH)
  hasher.update(bytes)
  return hasher.digest()
}
