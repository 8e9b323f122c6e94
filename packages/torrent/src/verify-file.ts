import { type FileHashing, hashFile } from './hashing/hash-file.ts'
import type { ParsedMetainfo } from './parse-metainfo.ts'
import { differingPieces, type PieceVerification } from './verify-pieces.ts'

/**
 * Checks a file against a torrent, in as many threads as `hashFile`: all of the file is read, however long it is.
 * @throws what `hashFile` throws.
 */
export async function verifyFile(
  path: string,
  { pieceLength, length, pieces }: Pick<ParsedMetainfo, 'length' | 'pieceLength' | 'pieces'>,
  { onProgress, ...options }: Omit<FileHashing, 'pieceLength'> = {},
): Promise<PieceVerification> {
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
