import type { ObjectId } from '../ports/object-store.ts'
import { rowId } from './row-id.ts'

/** The id of the row of an object that no job recorded: the same for every version and every event of it. */
export const torrentId = ({ bucket, key }: ObjectId): string => rowId('t', bucket, key)
