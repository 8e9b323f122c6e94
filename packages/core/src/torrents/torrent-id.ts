import { createHash } from 'node:crypto'
import type { ObjectId } from '../ports/object-store.ts'

const LENGTH = 40

/** The id of the row of an object that no job recorded: the same for every version and every event of it. */
export function torrentId({ bucket, key }: ObjectId): string {
  const hash = createHash('sha256').update(`${bucket}/${key}`).digest('base64url')
  return `t_${hash}`.slice(0, LENGTH)
}
