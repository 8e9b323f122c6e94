import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { type FileHashing, hashFile } from './hashing/hash-file.ts'
import type { ParsedMetainfo } from './parse-metainfo.ts'
import { differingPieces, type PieceVerification, verifyPieces } from './verify-pieces.ts'

/**
 * Checks a file against a torrent, in as many threads as `hashFile`. One that goes on too long is read in one, as far as the torrent goes:
 * what comes after that says nothing of its last piece.
 * @throws what `hashFile` throws.
 */
export async function verifyFile(
  path: string,
  { pieceLength, length, pieces }: Pick<ParsedMetainfo, 'length' | 'pieceLength' | 'pieces'>,
  { onProgress, ...options }: Omit<FileHashing, 'pieceLength'> = {},
): Promise<PieceVerification> {
  if ((await stat(path)).size > length) return verifyPieces(createReadStream(path), { pieceLength, length, pieces })
  let bytes = 0
  const hashes = await hashFile(path, {
    ...options,
    pieceLength,
    onProgress: (hashed) => {
      bytes = hashed
      onProgress?.(hashed)
    },
  })
  const badPieces = differingPieces(pieces, hashes)
  return { ok: badPieces.length === 0 && bytes === length, badPieces, bytes }
}
