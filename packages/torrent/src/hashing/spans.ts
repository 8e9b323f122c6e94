import type { ByteRange } from './byte-range.ts'

/** About how much is asked for and hashed at a time, in bytes. Large enough that asking costs nothing, small enough to share well. */
const SPAN = 16 * 1024 * 1024

/** What is left to be hashed of a content, given out from its front. */
export interface Spans {
  /** The next span, of whole pieces but at the content's end; all the rest if so wished; undefined when nothing is left. */
  next(wish?: 'all the rest'): ByteRange | undefined
}

/** Cuts a content into spans. `size` and `pieceLength` in bytes. */
export function createSpans(size: number, pieceLength: number): Spans {
  const length = Math.max(Math.floor(SPAN / pieceLength), 1) * pieceLength
  let start = 0
  return {
    next(wish) {
      if (start >= size) return undefined
      const span = { start, end: Math.min(wish ? size : start + length, size) - 1 }
      start = span.end + 1
      return span
    },
  }
}
