import {
  isTorrentOf,
  jobOfMetadata,
  type Link,
  type ObjectHead,
  type ObjectId,
  signLink,
  sourceVersionOf,
  torrentId,
  torrentKey,
  webSeedsOf,
} from '@chronicle/core'
import { torrentName } from '@chronicle/torrent'
import type { Deps } from '../deps.ts'
import { ObjectNotFound, TorrentFailed, TorrentNotReady } from './errors.ts'
import { publishRendering } from './publish-rendering.ts'
import { readTorrent, type StoredTorrent } from './read-torrent.ts'

/**
 * A link to the torrent of an object's current version, rendered with the trackers and web seeds of now; its info-hash is that
 * of the torrent beside the object. One that somebody else put there is rendered as well.
 * Throws ObjectNotFound, TorrentNotReady, TorrentFailed, TorrentUnreadable.
 */
export async function linkToTorrent(
  deps: Deps,
  object: ObjectId,
): Promise<{ readonly link: Link; readonly infoHash: string }> {
  const source = await deps.objects.head(object)
  if (!source) throw new ObjectNotFound(object.key)
  const stored = await readTorrent(deps, { bucket: object.bucket, key: torrentKey(object.key) })
  if (!stored) throw await whyNone(deps, object, source)
  if (isOfAnotherVersion(object, source, stored)) {
    throw new TorrentNotReady(`the torrent of "${object.key}" is of an earlier version; that of this one is on its way`)
  }
  const trackers = deps.config.trackers
  const webSeeds = describes(source, stored) ? webSeedsOf(object.key, deps.config) : []
  const place = { bucket: object.bucket, rowId: rowIdOf(object, source) }
  const rendering = await publishRendering(deps, place, stored, { trackers, webSeeds })
  const link = await signLink(deps, rendering, torrentName(torrentKey(object.key)))
  return { link, infoHash: stored.metainfo.infoHash }
}

/** A torrent of ours says of which version it is. */
const isOfAnotherVersion = (object: ObjectId, source: ObjectHead, { metadata }: StoredTorrent) =>
  sourceVersionOf(metadata).etag !== undefined && !isTorrentOf({ ...object, ...source }, metadata)

/** One that is not ours may be of other content, or of a folder; then the object is no web seed of it. */
const describes = (source: ObjectHead, { metainfo }: StoredTorrent) => metainfo.length === source.size

/** The row that is about an object. */
function rowIdOf(object: ObjectId, { metadata }: ObjectHead): string {
  return jobOfMetadata(metadata) ?? torrentId(object)
}

async function whyNone({ jobs }: Deps, object: ObjectId, head: ObjectHead): Promise<Error> {
  const { error, sourceEtag } = (await jobs.get(torrentId(object))) ?? {}
  if (error !== undefined && sourceEtag === head.etag) return new TorrentFailed(object.key, error)
  const { s3Key, torrentError } = (await jobs.get(rowIdOf(object, head))) ?? {}
  if (torrentError !== undefined && s3Key === object.key) return new TorrentFailed(object.key, torrentError)
  return new TorrentNotReady(
    `"${object.key}" has no torrent yet; an object gets one soon after it was put, and one from before Chronicle by POST /torrents`,
  )
}
