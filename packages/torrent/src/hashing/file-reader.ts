import { closeSync, openSync, readSync } from 'node:fs'
import { lengthOf } from './byte-range.ts'
import type { SpanReader, SpanTask } from './span-reader.ts'

/** 256 KiB stay in the processor's cache between being read and being hashed. */
const BUFFER = 256 * 1024
/** So much is read, within a few milliseconds, before whatever else the thread has to do gets its turn. */
const TURN = 4 * 1024 * 1024

export type FileReaderSettings = { readonly kind: 'file'; readonly path: string }

/**
 * Reads a file by blocking calls: nothing is faster. Spans that are asked for at once are read one after the other, so that
 * each is done, and the next one given out, as early as can be.
 */
export function openFileReader({ path }: FileReaderSettings): SpanReader {
  const file = openSync(path, 'r')
  const buffer = Buffer.allocUnsafeSlow(BUFFER)
  let isOpen = true
  let last = Promise.resolve()

  async function read({ span }: SpanTask, onBytes: (chunk: Uint8Array) => void): Promise<void> {
    let missing = lengthOf(span)
    let turn = TURN
    while (missing > 0) {
      if (!isOpen) throw new Error(`the reading of ${path} was ended`)
      const bytes = readSync(file, buffer, 0, Math.min(missing, BUFFER), span.end + 1 - missing)
      if (bytes === 0) throw new Error(`${path} ends before its byte ${span.end}`)
      onBytes(bytes === BUFFER ? buffer : buffer.subarray(0, bytes))
      missing -= bytes
      turn -= bytes
      if (turn > 0) continue
      await new Promise(setImmediate)
      turn = TURN
    }
  }

  return {
    read(task, onBytes) {
      const one = last.then(() => read(task, onBytes))
      last = one.catch(() => {}) // whoever asked for that span is told
      return one
    },
    close() {
      isOpen = false
      closeSync(file)
    },
  }
}
