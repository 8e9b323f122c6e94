import { createHash } from 'node:crypto'
import { type ObjectId, renderedFolder, TorrentContended } from '@chronicle/core'
import { MetainfoError, reannounce } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { TorrentUnreadable } from './errors.ts'
import type { StoredTorrent } from './read-torrent.ts'

type Announced = { readonly trackers: readonly string[]; readonly webSeeds: readonly string[] }

/**
 * Puts a torrent with these trackers and web seeds where a link can lead to it. Its key is the day and its own hash: what is
 * there already is the same, and stays, and none is so old that the bucket's lifecycle takes it from under a link.
 */
export async function publishRendering(
  { objects, clock }: Pick<Deps, 'objects' | 'clock'>,
  { bucket, rowId }: { readonly bucket: string; readonly rowId: string },
  { bytes, metainfo }: StoredTorrent,
  announced: Announced,
): Promise<ObjectId> {
  const body = render(bytes, metainfo.name, announced)
  const day = clock.now().toISOString().slice(0, 10)
  const hash = createHash('sha256').update(body).digest('hex')
  const id = { bucket, key: `${renderedFolder(rowId)}${day}/${hash}.torrent` }
  const isPut = await objects.put(id, { body, contentType: 'application/x-bittorrent', metadata: {}, onlyIf: 'absent' })
  if (!isPut && !(await objects.head(id)))
    throw new TorrentContended(`another request is writing "${id.key}"; the same request again finds it`)
  return id
}

function render(bytes: Uint8Array, name: string, announced: Announced): Uint8Array {
  try {
    return reannounce(bytes, announced)
  } catch (error) {
    if (error instanceof MetainfoError) throw new TorrentUnreadable(name, error.message, { cause: error })
    throw error
  }
}
