import { HASH_LENGTH } from '../piece-hasher.ts'
import { type ByteRange, lengthOf } from './byte-range.ts'

export type Hashing = {
  /** Length of the content in bytes. */
  readonly size: number
  /** Length of a piece in bytes. */
  readonly pieceLength: number
  readonly signal?: AbortSignal | undefined
  /** Told, again and again, how many bytes of the content are accounted for. The number only rises. */
  readonly onProgress?: ((bytes: number) => void) | undefined
}

/**
 * Has spans hashed in so many lanes at once, each of which takes the next span when it is done with one, and puts the `pieces`
 * together. The signal that `hash` gets aborts with ours, and as soon as a lane has failed.
 * Throws what the first lane to fail throws, or our signal's reason.
 */
export async function hashSpans(
  { size, pieceLength, signal, onProgress }: Hashing,
  lanes: number,
  next: () => ByteRange | undefined,
  hash: (span: ByteRange, signal: AbortSignal) => Promise<Uint8Array>,
): Promise<Uint8Array<ArrayBuffer>> {
  const pieces = new Uint8Array(Math.ceil(size / pieceLength) * HASH_LENGTH)
  const failed = new AbortController()
  const over = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
  let bytes = 0

  async function lane(): Promise<void> {
    over.throwIfAborted()
    for (let span = next(); span; span = next()) {
      pieces.set(await hash(span, over), (span.start / pieceLength) * HASH_LENGTH)
      over.throwIfAborted()
      bytes += lengthOf(span)
      onProgress?.(bytes)
    }
  }

  const aborted = Promise.withResolvers<never>()
  over.addEventListener('abort', () => aborted.reject(over.reason), { once: true })
  const work = Array.from({ length: lanes }, () => lane().catch((error: unknown) => failed.abort(error)))
  await Promise.race([Promise.all(work), aborted.promise])
  over.throwIfAborted()
  return pieces
}
