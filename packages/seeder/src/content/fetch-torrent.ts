import { type ObjectId, sourceVersionOf, webSeedsOf } from '@chronicle/core'
import { type ParsedMetainfo, parseMetainfo, reannounce } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { SeedingFailed } from '../failures.ts'

/** A torrent with the trackers and web seeds of today, and the object version that it describes, as far as it says. */
export type TorrentToSeed = {
  readonly torrent: Uint8Array
  readonly metainfo: ParsedMetainfo
  readonly source: ObjectId & { readonly etag?: string; readonly versionId?: string }
}

/** 10,000 pieces take 200 KB; anybody's torrent of a reasonable size is below this. */
const MAX_TORRENT_BYTES = 10 * 1024 * 1024

/** Fetches a torrent of the bucket. Throws SeedingFailed where there is none, or it is none that can be seeded. */
export async function fetchTorrent(
  { objects, config }: Pick<Deps, 'objects' | 'config'>,
  id: ObjectId,
): Promise<TorrentToSeed> {
  const head = await objects.head(id)
  if (!head)
    throw new SeedingFailed(
      'TORRENT_MISSING',
      `there is no "${id.key}" in the bucket; make the torrent, then seed again`,
    )
  if (head.size > MAX_TORRENT_BYTES)
    throw new SeedingFailed('TORRENT_TOO_LARGE', `"${id.key}" has ${head.size} bytes, more than any torrent of ours`)
  const chunks: Uint8Array[] = []
  if (head.size > 0)
    for await (const chunk of objects.read(id, { ...head, start: 0, end: head.size - 1 })) chunks.push(chunk)
  const key = id.key.replace(/\.torrent$/, '')
  const source = { bucket: id.bucket, key, ...sourceVersionOf(head.metadata) }
  try {
    const torrent = withCurrentAddresses(Buffer.concat(chunks), key, config)
    return { torrent, metainfo: parseMetainfo(torrent), source }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new SeedingFailed('INVALID_TORRENT', `"${id.key}" cannot be seeded: ${reason}`, { cause: error })
  }
}

/** Trackers and web seed as they are set now; what is not set stays as the torrent has it. */
function withCurrentAddresses(torrent: Uint8Array, key: string, { trackers, publicBaseUrl }: Deps['config']) {
  const made = parseMetainfo(torrent)
  const webSeeds = webSeedsOf(key, { publicBaseUrl })
  return reannounce(torrent, {
    trackers: trackers.length > 0 ? trackers : made.trackers,
    webSeeds: webSeeds.length > 0 ? webSeeds : made.webSeeds,
  })
}
