import { ObjectChanged, type ObjectStore, type TorrentSource } from '@chronicle/core'

/**
 * Every byte of an object's version, in order.
 * Throws ObjectChanged when the object is replaced meanwhile, so that a torrent never mixes two versions.
 */
export async function* readObject(
  objects: ObjectStore,
  source: TorrentSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { etag, versionId, size } = source
  const range = { etag, ...(versionId !== undefined && { versionId }), start: 0, end: size - 1 }
  let bytes = 0
  for await (const chunk of objects.read(source, range)) {
    signal.throwIfAborted()
    bytes += chunk.byteLength
    yield chunk
  }
  // A body that ended early would make a torrent that nobody can complete.
  if (bytes !== size) throw new ObjectChanged(source.key)
}
