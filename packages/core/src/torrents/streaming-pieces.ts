import type { ObjectStore } from '../ports/object-store.ts'
import type { PieceSource } from '../ports/piece-source.ts'
import { hashObject } from './read-object.ts'

/** Hashes what it reads as it reads it: in constant memory and without a disk, whatever the object's size. */
export function createStreamingPieces(objects: ObjectStore): PieceSource {
  return { engine: 'streaming', hash: (source, signal, onProgress) => hashObject(objects, source, signal, onProgress) }
}
