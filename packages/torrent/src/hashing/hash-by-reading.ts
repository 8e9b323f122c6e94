import { createPieceHasher } from '../piece-hasher.ts'
import { type ByteRange, lengthOf } from './byte-range.ts'

/** How often in a row a read may break off before it has brought one more whole piece. */
const TRIES = 3

/** The bytes of a range of the content, in order. */
export type ReadRange = (range: ByteRange) => AsyncIterable<Uint8Array>

/** A source gave more or fewer bytes than it was asked for. */
export class WrongLength extends Error {
  override readonly name = 'WrongLength'
}

/**
 * Hashes a range through `read`, going on where it broke off. A read that fails before its first byte is not repeated: whoever
 * reads has done that. Throws what `read` throws, or WrongLength.
 */
export async function hashByReading(
  read: ReadRange,
  range: ByteRange,
  pieceLength: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  const wanted = lengthOf(range)
  const hasher = createPieceHasher(pieceLength)
  const wrong = () => new WrongLength(`bytes ${range.start} to ${range.end} came as ${hasher.bytes} bytes`)
  for (let tries = 1; ; tries++) {
    const before = hasher.bytes
    try {
      for await (const chunk of read({ start: range.start + before, end: range.end })) {
        signal.throwIfAborted()
        hasher.update(chunk)
        if (hasher.bytes > wanted) throw wrong()
      }
      if (hasher.bytes === wanted) return hasher.digest()
      throw wrong()
    } catch (error) {
      const pieces = Math.floor(hasher.bytes / pieceLength) - Math.floor(before / pieceLength)
      if (pieces > 0) tries = 1
      if (signal.aborted || hasher.bytes === before || hasher.bytes >= wanted || tries >= TRIES) throw error
    }
  }
}
