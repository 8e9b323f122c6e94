import { ObjectChanged, type ObjectStore, type TorrentSource } from '@chronicle/core'

const RANGE_BYTES = 16 * 1024 * 1024

/**
 * Every byte of an object's version, in order, by ranged reads.
 * Throws ObjectChanged when the object is replaced meanwhile, so that a torrent never mixes two versions.
 */
export async function* readObject(
  objects: ObjectStore,
  source: TorrentSource,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const { etag, versionId, size } = source
  let bytes = 0
  for (let start = 0; start < size; start += RANGE_BYTES) {
    const end = Math.min(start + RANGE_BYTES, size) - 1
    const range = { etag, ...(versionId !== undefined && { versionId }), start, end }
    for await (const chunk of objects.read(source, range)) {
      signal.throwIfAborted()
      bytes += chunk.byteLength
      yield chunk
    }
  }
  // A body that ended early would make a torrent that nobody can complete.
  if (bytes !== size) throw new ObjectChanged(source.key)
}
