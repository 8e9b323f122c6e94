import { MetainfoError } from './metainfo-error.ts'
import { HASH_LENGTH } from './piece-hasher.ts'
import { torrentName } from './torrent-name.ts'

/** The info of a single-file torrent (BEP 3). */
export interface TorrentContent {
  /** File name, one safe path segment: see `torrentName`. */
  readonly name: string
  /** Bytes. */
  readonly length: number
  /** Bytes. */
  readonly pieceLength: number
  /** SHA-1 of each piece, 20 bytes each, one after the other. */
  readonly pieces: Uint8Array
}

/** Refuses content that contradicts itself, and names that would leave the folder they are saved in. */
export function checkContent({ name, length, pieceLength, pieces }: TorrentContent): void {
  if (torrentName(name) !== name) {
    throw new MetainfoError(`name ${JSON.stringify(name)} is not a safe file name: torrentName() gives one`)
  }
  requirePositive('length', length)
  requirePositive('piece length', pieceLength)
  const expected = Math.ceil(length / pieceLength) * HASH_LENGTH
  if (pieces.byteLength !== expected) {
    throw new MetainfoError(
      `pieces has ${pieces.byteLength} bytes: a length of ${length} in pieces of ${pieceLength} needs ${expected}`,
    )
  }
}

function requirePositive(field: string, value: number): void {
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new MetainfoError(`${field} is ${value}: it must be a whole number of bytes from 1`)
  }
}
