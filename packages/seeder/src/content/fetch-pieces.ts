import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { ParsedMetainfo } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { SeedingFailed } from '../failures.ts'
import type { ContentSource } from './find-source.ts'

/** A file that is being filled: which pieces it lacks, those that arrive being taken out. */
export type Filling = { readonly file: FileHandle; readonly missing: Set<number>; readonly signal: AbortSignal }

const HASH_LENGTH = 20

/**
 * Fetches the first run of missing pieces by one request. Throws SeedingFailed at the first piece that is not what the
 * torrent says, and whatever breaks the transfer off; the pieces before it stay.
 */
export async function fetchPieces(
  { objects }: Pick<Deps, 'objects'>,
  object: ContentSource,
  { length, pieceLength, pieces }: ParsedMetainfo,
  { file, missing, signal }: Filling,
): Promise<void> {
  const { first, last } = firstRun(missing)
  const endOf = (piece: number) => Math.min((piece + 1) * pieceLength, length)
  let position = first * pieceLength
  let piece = first
  let hash = createHash('sha1')

  const take = (bytes: Uint8Array) => {
    hash.update(bytes)
    position += bytes.byteLength
    if (position < endOf(piece)) return
    if (Buffer.compare(hash.digest(), pieces.subarray(piece * HASH_LENGTH, (piece + 1) * HASH_LENGTH)) !== 0)
      throw new SeedingFailed('CONTENT_DAMAGED', `piece ${piece} of "${object.key}" is not what the torrent says`)
    missing.delete(piece)
    piece += 1
    hash = createHash('sha1')
  }

  for await (const chunk of objects.read(object, { ...object, start: position, end: endOf(last) - 1 })) {
    signal.throwIfAborted()
    await writeAt(file, chunk, position)
    for (let rest = chunk; rest.byteLength > 0; ) {
      const size = Math.min(rest.byteLength, endOf(piece) - position)
      take(rest.subarray(0, size))
      rest = rest.subarray(size)
    }
  }
  if (missing.has(last)) throw new Error(`the answer ended at byte ${position} instead of ${endOf(last)}`)
}

function firstRun(missing: ReadonlySet<number>): { readonly first: number; readonly last: number } {
  // Filled in order and only ever taken from, the set is in order still.
  const [first = 0] = missing
  let last = first
  while (missing.has(last + 1)) last += 1
  return { first, last }
}

async function writeAt(file: FileHandle, bytes: Uint8Array, start: number): Promise<void> {
  for (let written = 0; written < bytes.byteLength; )
    written += (await file.write(bytes, written, bytes.byteLength - written, start + written)).bytesWritten
}
