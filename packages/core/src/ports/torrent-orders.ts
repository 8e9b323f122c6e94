import type { ObjectId } from './object-store.ts'

/** Asks the torrent creator for torrents. */
export interface TorrentOrders {
  /** Returns when it is certain that the object is looked at: later, and by another invocation. */
  place(object: ObjectId): Promise<void>
  /** Returns when it is certain that the backfill of this id is gone on with, likewise. */
  goOn(jobId: string): Promise<void>
}
