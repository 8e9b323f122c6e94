import { rowId } from './row-id.ts'

/** The id of the row of a backfill: the same whenever the torrents of this prefix are asked for. An empty prefix is the whole bucket. */
export const backfillId = ({ bucket, prefix }: { readonly bucket: string; readonly prefix: string }): string =>
  rowId('b', bucket, prefix)
