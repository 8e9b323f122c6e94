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

/** The same of so many zeros, which have no memory for each other: every whole piece has one hash. */
export function zeroPieces(length: number, pieceLength: number): Uint8Array {
  const hash = (size: number) => createHash('sha1').update(new Uint8Array(size)).digest()
  const rest = length % pieceLength
  const whole = length >= pieceLength ? hash(pieceLength) : undefined
  const hashes = Array.from({ length: Math.floor(length / pieceLength) }, () => whole ?? new Uint8Array())
  return new Uint8Array(Buffer.concat(rest > 0 ? [...hashes, hash(rest)] : hashes))
}
