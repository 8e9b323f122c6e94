import { ObjectChanged, type ObjectStore, type TorrentSource } from '@chronicle/core'
import { createPieceHasher, pieceLengthFor } from '@chronicle/torrent'

const RANGE_BYTES = 16 * 1024 * 1024

/**
 * The SHA-1 hashes of an object's pieces, by ranged reads and in constant memory, whatever its size.
 * Throws ObjectChanged when the object is replaced meanwhile, so that a torrent never mixes two versions.
 */
export async function hashObject(objects: ObjectStore, source: TorrentSource): Promise<Uint8Array> {
  const hasher = createPieceHasher(pieceLengthFor(source.size))
  for (let start = 0; start < source.size; start += RANGE_BYTES) {
    const end = Math.min(start + RANGE_BYTES, source.size) - 1
    const { etag, versionId } = source
    const range = { etag, ...(versionId !== undefined && { versionId }), start, end }
    for await (const chunk of objects.read(source, range)) hasher.update(chunk)
  }
  // A body that ended early would make a torrent that nobody can complete.
  if (hasher.bytes !== source.size) throw new ObjectChanged(source.key)
  return hasher.digest()
}
