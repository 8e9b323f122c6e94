import { stat } from 'node:fs/promises'
import { type FileHashing, hashFile } from './hashing/hash-file.ts'
import type { ParsedMetainfo } from './parse-metainfo.ts'
import { differingPieces, type PieceVerification } from './verify-pieces.ts'

/**
 * Checks a file against a torrent, in as many threads as `hashFile`. Of one that goes on too long as much is read as the torrent
 * describes: what comes after that says nothing of its pieces.
 * @throws what `hashFile` throws.
 */
export async function verifyFile(
  path: string,
  { pieceLength, length, pieces }: Pick<ParsedMetainfo, 'length' | 'pieceLength' | 'pieces'>,
  options: Omit<FileHashing, 'pieceLength' | 'length'> = {},
): Promise<PieceVerification> {
  const { size } = await stat(path)
  const hashes = await hashFile(path, { ...options, pieceLength, length: Math.min(size, length) })
  const badPieces = differingPieces(pieces, hashes)
  return { ok: badPieces.length === 0 && size === length, badPieces, bytes: size }
}
