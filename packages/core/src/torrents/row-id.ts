import { createHash } from 'node:crypto'

const LENGTH = 40

/** The id of the row of something in a bucket, always the same for it; the letter says what it is. */
export function rowId(letter: 'b' | 't', bucket: string, path: string): string {
  const hash = createHash('sha256').update(`${bucket}/${path}`).digest('base64url')
  return `${letter}_${hash}`.slice(0, LENGTH)
}
