import * as z from 'zod/mini'
import { jobIdSchema } from './submission.ts'

const count = z.int().check(z.nonnegative())

/** How far a backfill is: the torrents of all objects below a prefix. Torrents themselves, and what is internal, are not counted. */
export const backfillSchema = z.object({
  /** The checkpoint: everything up to this key has been looked at. Empty before the first page. */
  after: z.string(),
  /** Objects that were looked at; some may have been gone by then. */
  listed: count,
  /** Of these, those whose torrent was there. */
  ready: count,
  /** Those whose torrent is being made. */
  ordered: count,
  /** Those that can have none as they are; the row of each says why. */
  refused: count,
  /** Those that could not be ordered; the log says which, and why. */
  failed: count,
})
export type Backfill = z.infer<typeof backfillSchema>

export const nothingBackfilled: Backfill = { after: '', listed: 0, ready: 0, ordered: 0, refused: 0, failed: 0 }

/** What the torrent creator is invoked with to go on with a backfill. */
export const backfillEventSchema = z.strictObject({ backfill: z.strictObject({ jobId: jobIdSchema }) })
export type BackfillEvent = z.infer<typeof backfillEventSchema>
