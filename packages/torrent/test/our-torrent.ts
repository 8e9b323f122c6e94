import { createHash } from 'node:crypto'
import { createMetainfo, pieceLengthFor, transmission3 } from '../src/index.ts'
import { plainPieces, zeroPieces } from './plain-pieces.ts'
import type { IdentityCase } from './transmission3-cases.ts'

/** Bytes that do not repeat, the same for the same size. */
export const contentOf = (size: number) => createHash('shake256', { outputLength: size }).update(String(size)).digest()

/** What transmission-create 3.00 is to make as well. */
export function ourTorrent(about: IdentityCase, creationDate?: Date): Uint8Array {
  const { name, size: length, trackers, isPrivate, comment } = about
  const pieceLength = about.pieceLength ?? pieceLengthFor(length, 'tr3')
  const pieces =
    about.content === 'zeros' ? zeroPieces(length, pieceLength) : plainPieces(contentOf(length), pieceLength)
  const content = { name, length, pieceLength, pieces, trackers, ...(isPrivate && { isPrivate }) }
  const notes = { ...(comment !== undefined && { comment }), ...(creationDate && { creationDate }) }
  return createMetainfo(transmission3({ ...content, ...notes })).torrent
}
