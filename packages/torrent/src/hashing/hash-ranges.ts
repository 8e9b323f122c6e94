import { availableParallelism } from 'node:os'
import type { ByteRange } from './byte-range.ts'
import { hashByReading, type ReadRange } from './hash-by-reading.ts'
import { type Hashing, hashSpans } from './hash-spans.ts'
import { openSpanHasher } from './hash-threads.ts'
import type { SignedGet } from './span-reader.ts'
import { createSpans } from './spans.ts'
import { threadsFor } from './threads-for.ts'

/** Connections at once, where fewer threads would not need as many: a single one gives an object store no more than its share. */
const CONNECTIONS = 4

/** So many surprises in a row, and the rest is read the sure way. */
const PATIENCE = 3

export type RangeHashing = Hashing & {
  /** The right to GET a range: a signed URL and the headers to be sent along, `Range` among them. */
  readonly sign: (range: ByteRange) => Promise<SignedGet>
  /** The sure way to the same bytes, with its own retries: taken for whatever the fast way is surprised by. */
  readonly read: ReadRange
  /** What the content's ETag is, so that an answer of another version is a surprise. */
  readonly etag?: string
  /** How many threads may read and hash at once; as many as there are processors by default, and fewer for small contents. */
  readonly threads?: number
  /** How long nothing may arrive, in milliseconds, before the sure way is taken. 2000 by default. */
  readonly stallMs?: number
  /** Certificates in PEM to be trusted in place of the system's. */
  readonly ca?: string
  /** Told of each range that the fast way was surprised by, and why. */
  readonly onSurprise?: (range: ByteRange, reason: string) => void
}

/**
 * The `pieces` of a content that an HTTP server has, 20 bytes each. Every byte is asked for once, by ranges of whole pieces over
 * several connections, and hashed where it arrives: memory does not grow with the content, and no disk is used. Any answer but
 * the plain one expected is dropped, and its range read by `read`.
 * @throws what `sign` or `read` throw, or the signal's reason.
 */
export async function hashRanges(hashing: RangeHashing): Promise<Uint8Array<ArrayBuffer>> {
  const { size, pieceLength, sign, read, etag, ca, onSurprise } = hashing
  const threads = threadsFor(size, hashing.threads ?? availableParallelism())
  const reader = { kind: 'socket', size, etag, ca, stallMs: hashing.stallMs ?? 2000 } as const
  await using hasher = openSpanHasher({ reader, pieceLength }, threads)
  const spans = createSpans(size, pieceLength)
  let surprises = 0
  const next = () => spans.next(surprises < PATIENCE ? undefined : 'all the rest')

  return await hashSpans(hashing, Math.max(CONNECTIONS, 2 * threads), next, async (span, signal) => {
    if (surprises < PATIENCE) {
      const outcome = await hasher.hash({ span, request: await sign(span) })
      if ('pieces' in outcome) {
        surprises = 0
        return outcome.pieces
      }
      signal.throwIfAborted()
      onSurprise?.(span, outcome.surprise)
      // A server that knows no ranges begins with the first byte each time: once it is found out, what is left is read at once.
      surprises = outcome.knowsRanges ? surprises + 1 : PATIENCE
    }
    return await hashByReading(read, span, pieceLength, signal)
  })
}
