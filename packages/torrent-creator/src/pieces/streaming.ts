import { hashObject, type ObjectStore } from '@chronicle/core'
import type { PieceSource } from './piece-source.ts'

/** Hashes what it reads as it reads it: in constant memory and without a disk, whatever the object's size. */
export function createStreamingPieces(objects: ObjectStore): PieceSource {
  return { engine: 'streaming', hash: (source, signal) => hashObject(objects, source, signal) }
}
