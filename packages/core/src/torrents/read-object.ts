import { createPieceHasher, pieceLengthFor } from '@chronicle/torrent'
import { ObjectChanged } from '../domain/errors.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import type { TorrentSource } from './publish-torrent.ts'

/**
 * Every byte of an object's version, in order.
 * Throws ObjectChanged when the object is replaced meanwhile, so that a torrent never mixes two versions.
 */
export async function* readObject(
  objects: ObjectStore,
  source: TorrentSource,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { etag, versionId, size } = source
  const range = { etag, ...(versionId !== undefined && { versionId }), start: 0, end: size - 1 }
  let bytes = 0
  for await (const chunk of objects.read(source, range)) {
    signal?.throwIfAborted()
    bytes += chunk.byteLength
    yield chunk
  }
  // A body that ended early would make a torrent that nobody can complete.
  if (bytes !== size) throw new ObjectChanged(source.key)
}

/** The `pieces` of an object's torrent, hashed as it is read: in constant memory and without a disk. Throws as readObject does. */
export async function hashObject(
  objects: ObjectStore,
  source: TorrentSource,
  signal?: AbortSignal,
  onProgress: (bytes: number) => void = () => {},
): Promise<Uint8Array> {
  const hasher = createPieceHasher(pieceLengthFor(source.size))
  for await (const chunk of readObject(objects, source, signal)) {
    hasher.update(chunk)
    onProgress(hasher.bytes)
  }
  return hasher.digest()
}
