import { closeSync, openSync, readSync } from 'node:fs'
import { lengthOf } from './byte-range.ts'
import type { SpanReader } from './span-reader.ts'

/** 256 KiB stay in the processor's cache between being read and being hashed. */
const BUFFER = 256 * 1024

export type FileReaderSettings = { readonly kind: 'file'; readonly path: string }

/** A file is shorter than it was, or another one, since its hashing began. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged'
}

/**
 * Reads a file by blocking calls, which is what a thread of its own is for: nothing is faster. On the main thread the loop
 * turns between spans only.
 */
export function openFileReader({ path }: FileReaderSettings): SpanReader {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafeSlow(BUFFER)
  return {
    async read({ span }, onBytes) {
      let missing = lengthOf(span)
      while (missing > 0) {
        const bytes = readSync(file, buffer, 0, Math.min(missing, BUFFER), span.end + 1 - missing)
        if (bytes === 0) throw new ContentChanged(`${path} became shorter while it was hashed`)
        onBytes(buffer.subarray(0, bytes))
        missing -= bytes
      }
      await new Promise(setImmediate)
    },
    close: () => closeSync(file),
  }
}
