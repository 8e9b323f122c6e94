import { jobOfKey, jobOfMetadata, usableKey } from '../domain/recording-key.ts'
import type { ObjectId, ObjectStore } from '../ports/object-store.ts'
import type { ObjectVersions } from '../ports/object-versions.ts'
import { sourceJobOf, torrentKey } from './publish-torrent.ts'
import { ObjectEncrypted } from './torrent-refusals.ts'

type Objects = { readonly objects: Pick<ObjectStore, 'head'> }
type Versions = { readonly versions: Pick<ObjectVersions, 'list'> }

const torrentBeside = ({ bucket, key }: ObjectId): ObjectId => ({ bucket, key: torrentKey(key) })

const jobOfTorrent = async ({ objects }: Objects, id: ObjectId) =>
  sourceJobOf((await objects.head(torrentBeside(id)))?.metadata ?? {})

/** The job that recorded an object, as the torrent beside it says, or its key, where that is in the job's folder. */
export async function jobBeside(deps: Objects, id: ObjectId): Promise<string | undefined> {
  return (await jobOfTorrent(deps, id)) ?? jobOfKey(id.key)
}

/**
 * The same of an object that is gone, of which its torrent may have gone before it. The last versions of both say it as well as
 * they did when they were there, where they were not deleted for good. Its key comes last: a caller's may look like one of ours.
 */
export async function jobOfDeleted(deps: Objects & Versions, id: ObjectId): Promise<string | undefined> {
  return (await jobOfTorrent(deps, id)) ?? (await jobOfVersions(deps, id)) ?? jobOfKey(id.key)
}

/** Asked only where a recording may have been. */
async function jobOfVersions(deps: Objects & Versions, id: ObjectId): Promise<string | undefined> {
  if (usableKey(id.key) === undefined) return undefined
  return jobOfMetadata(await lastMetadata(deps, id)) ?? sourceJobOf(await lastMetadata(deps, torrentBeside(id)))
}

async function lastMetadata({ objects, versions }: Objects & Versions, id: ObjectId) {
  // The key itself comes before all others that begin like it.
  for await (const { key, versionId } of versions.list(id.bucket, id.key)) {
    const last = key === id.key ? await objects.head(id, versionId).catch(unlessEncrypted) : undefined
    return last?.metadata ?? {}
  }
  return {}
}

/** What nobody may look at is no recording. */
function unlessEncrypted(error: unknown): undefined {
  if (!(error instanceof ObjectEncrypted)) throw error
}
