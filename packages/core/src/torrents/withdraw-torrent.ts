import type { ObjectId, ObjectStore } from '../ports/object-store.ts'
import type { ObjectVersions } from '../ports/object-versions.ts'
import { sourceVersionOf, torrentKey } from './publish-torrent.ts'

/**
 * Takes away the torrent beside an object that is gone, or that can have none as it is. One that somebody else put there says of no
 * version that it is its torrent, and stays; so does one that was replaced meanwhile, by somebody who looks again. Where the object's
 * version was deleted for good, as a purge does, so is its torrent's. Answers whether one was taken away.
 */
export async function withdrawTorrent(
  { objects, versions }: { readonly objects: ObjectStore; readonly versions: Pick<ObjectVersions, 'remove'> },
  id: ObjectId,
): Promise<boolean> {
  const torrent = { bucket: id.bucket, key: torrentKey(id.key) }
  const head = await objects.head(torrent)
  const source = sourceVersionOf(head?.metadata ?? {})
  if (!head || source.etag === undefined) return false
  if (!(await objects.remove(torrent, { etag: head.etag }))) return false
  const isGoneForGood = source.versionId !== undefined && !(await objects.head(id, source.versionId))
  if (isGoneForGood && head.versionId !== undefined) await versions.remove({ ...torrent, versionId: head.versionId })
  return true
}
