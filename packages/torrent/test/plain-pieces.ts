import { createHash } from 'node:crypto'

/** What `pieces` should be, the plain way: cut, hash each, join. */
export function plainPieces(content: Uint8Array, pieceLength: number): Uint8Array {
  const count = Math.ceil(content.byteLength / pieceLength)
  const hashes = Array.from({ length: count }, (_, index) =>
    createHash('sha1')
      .update(content.subarray(index * pieceLength, (index + 1) * pieceLength))
      .digest(),
  )
  return new Uint8Array(Buffer.concat(hashes))
}
