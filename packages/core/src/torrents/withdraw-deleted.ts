import type { Clock } from '../ports/clock.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { ObjectId, ObjectStore } from '../ports/object-store.ts'
import type { ObjectVersions } from '../ports/object-versions.ts'
import { noteInOwnRow, noteInRecordersRow } from './note-withdrawal.ts'
import { withdrawTorrent } from './withdraw-torrent.ts'

type Deps = {
  readonly objects: ObjectStore
  readonly versions: Pick<ObjectVersions, 'remove'>
  readonly jobs: JobStore
  readonly clock: Clock
  readonly config: { readonly ttlDays: number }
}

/**
 * Takes away the torrent of an object that was deleted, and notes it in the rows that tell of it: that of the job that recorded it, if one
 * did, and its own. Answers whether one was taken away.
 * The job comes first: where the torrent says which it was, whoever dies in between has to find it again. The object's own row comes
 * last: a task whose row has ended is not tried again.
 */
export async function withdrawDeleted(deps: Deps, id: ObjectId, jobId: string | undefined): Promise<boolean> {
  await noteInRecordersRow(deps, id, jobId)
  const isWithdrawn = await withdrawTorrent(deps, id)
  await noteInOwnRow(deps, id)
  return isWithdrawn
}
