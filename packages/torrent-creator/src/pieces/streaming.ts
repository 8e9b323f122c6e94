import type { ObjectStore } from '@chronicle/core'
import { createPieceHasher, pieceLengthFor } from '@chronicle/torrent'
import type { PieceSource } from './piece-source.ts'
import { readObject } from './read-object.ts'

/** Hashes what it reads as it reads it: in constant memory and without a disk, whatever the object's size. */
export function createStreamingPieces(objects: ObjectStore): PieceSource {
  return {
    engine: 'streaming',
    hash: async (source, signal) => {
      const hasher = createPieceHasher(pieceLengthFor(source.size))
      for await (const chunk of readObject(objects, source, signal)) hasher.update(chunk)
      return hasher.digest()
    },
  }
}
