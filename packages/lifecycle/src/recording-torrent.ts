import {
  findTorrent,
  hashObject,
  publishRecordingTorrent,
  type StoredPart,
  type TorrentSource,
  torrentKey,
} from '@chronicle/core'
import { PART_SIZE, pieceLengthFor } from '@chronicle/torrent'
import type { Deps } from './deps.ts'

/** Time to hash some gigabytes. A larger recording without a torrent, which only a crash leaves, says so in its row. */
const HASH_LIMIT_MS = 60_000

/** The torrent of a recording that was just made of these parts: where parts are pieces, S3 has told their hashes. */
export function torrentOfParts(deps: Deps, object: TorrentSource, parts: readonly StoredPart[]) {
  const arePieces = pieceLengthFor(object.size) === PART_SIZE
  return publishRecordingTorrent(deps, object, () =>
    arePieces ? Buffer.concat(parts.map(({ sha1 }) => sha1)) : hash(deps, object),
  )
}

/** The torrent of a recording that was there already: its own, or one that is made by reading it. */
export async function torrentOfObject(deps: Deps, object: TorrentSource) {
  const there = await findTorrent(deps.objects, object)
  if (there) return { ...there, torrentFile: torrentKey(object.key) }
  return publishRecordingTorrent(deps, object, () => hash(deps, object))
}

/** The ETag alone says which bytes are meant, and asks for no right to read versions. */
function hash({ objects }: Deps, { versionId: _, ...object }: TorrentSource): Promise<Uint8Array> {
  return hashObject(objects, object, AbortSignal.timeout(HASH_LIMIT_MS))
}
