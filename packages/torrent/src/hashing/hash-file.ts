import { statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { ContentChanged } from './file-reader.ts'
import { type Hashing, hashSpans } from './hash-spans.ts'
import { openSpanHasher } from './hash-threads.ts'
import { createSpans } from './spans.ts'
import { threadsFor } from './threads-for.ts'

export type FileHashing = Omit<Hashing, 'size'> & {
  /** How many threads may hash at once; as many as there are processors by default, and fewer for a small file. */
  readonly threads?: number
}

/**
 * The `pieces` of a file's torrent: the SHA-1 of each `pieceLength` bytes, 20 bytes each. Reads the file once and keeps
 * nothing of it.
 * @throws ContentChanged if another file is there afterwards, or its length or time of change differ; the error of the file
 * system if it cannot be read; the signal's reason if that aborts.
 */
export async function hashFile(
  path: string,
  { pieceLength, signal, onProgress, threads = availableParallelism() }: FileHashing,
): Promise<Uint8Array<ArrayBuffer>> {
  const { size, mtimeMs, ino } = statSync(path)
  const count = threadsFor(size, threads)
  await using hasher = openSpanHasher({ reader: { kind: 'file', path }, pieceLength }, count)
  const spans = createSpans(size, pieceLength)
  const lanes = 2 * count // so that a thread that is done with a span finds its next one waiting
  const pieces = await hashSpans({ size, pieceLength, signal, onProgress }, lanes, spans.next, async (span) => {
    const outcome = await hasher.hash({ span })
    if ('pieces' in outcome) return outcome.pieces
    throw new Error(outcome.surprise)
  })
  const after = statSync(path)
  const isSame = after.size === size && after.mtimeMs === mtimeMs && after.ino === ino
  if (!isSame) throw new ContentChanged(`${path} changed while it was hashed`)
  return pieces
}
