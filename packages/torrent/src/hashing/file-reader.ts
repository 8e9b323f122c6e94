import { closeSync, openSync, readSync } from 'node:fs'
import { lengthOf } from './byte-range.ts'
import type { SpanReader } from './span-reader.ts'

/** 256 KiB stay in the processor's cache between being read and being hashed. */
const BUFFER = 256 * 1024
/** So much is read, within a few milliseconds, before whatever else the thread has to do gets its turn. */
const TURN = 4 * 1024 * 1024

export type FileReaderSettings = { readonly kind: 'file'; readonly path: string }

/** A file is shorter than it was, or another one, since its hashing began. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged'
}

/**
 * Reads a file by blocking calls: nothing is faster.
 */
export function openFileReader({ path }: FileReaderSettings): SpanReader {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafeSlow(BUFFER)
  let isOpen = true
  return {
    async read({ span }, onBytes) {
      let missing = lengthOf(span)
      while (missing > 0) {
        const bytes = readSync(file, buffer, 0, Math.min(missing, BUFFER), span.end + 1 - missing)
        if (bytes === 0) throw new ContentChanged(`${path} became shorter while it was hashed`)
        onBytes(bytes === BUFFER ? buffer : buffer.subarray(0, bytes))
        missing -= bytes
        if (missing % TURN === 0) await new Promise(setImmediate)
        if (!isOpen) throw new Error(`the reading of ${path} was ended`)
      }
    },
    close() {
      isOpen = false
      closeSync(file)
    },
  }
}
