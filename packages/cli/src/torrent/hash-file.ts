import { type FileHandle, open, stat } from 'node:fs/promises'
import { ContentChanged, type FileHashing, hashFile, hashHybridFile, type MerkleTree } from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'

/** What a torrent says of a file's content. */
export type FileHashes = { readonly length: number; readonly pieces: Uint8Array; readonly tree?: MerkleTree }

/** The file, which is to be closed, and its size in bytes. Throws InvalidArgument for what has no torrent: no file, a folder, nothing inside. */
export async function openContent(path: string): Promise<{ readonly file: FileHandle; readonly size: number }> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidArgument(
      `cannot open ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
  const about = await file.stat()
  if (about.isFile() && about.size > 0) return { file, size: about.size }
  await file.close()
  throw new InvalidArgument(
    about.isFile()
      ? `${path} is empty, and a torrent describes at least one byte`
      : `${path} is no file; a torrent is of one file`,
  )
}

type Content = { readonly file: FileHandle; readonly size: number; readonly path: string }

/** Hashes the file, by as many threads as there are processors. Throws InvalidArgument where something writes to it meanwhile: no torrent would be right. */
export async function hashContent(
  content: Content,
  { pieceLength, hybrid }: { readonly pieceLength: number; readonly hybrid: boolean },
  onProgress: (bytes: number) => void,
): Promise<FileHashes> {
  const { file, size, path } = content
  const hashing = { pieceLength, onProgress }
  const hashes = await (hybrid ? hashHybridFile(path, hashing) : piecesOf(path, hashing)).catch(asInvalidArgument)
  const [opened, hashed] = await Promise.all([file.stat(), stat(path)])
  if (opened.size === size && opened.ino === hashed.ino) return { length: size, ...hashes }
  const what = opened.size === size ? 'was replaced' : `had ${size} bytes and then ${opened.size}`
  throw new InvalidArgument(`${path} ${what}: wait until nothing writes to it any more`)
}

const piecesOf = async (path: string, hashing: FileHashing) => ({ pieces: await hashFile(path, hashing) })

/** Of a file that somebody writes to nothing can be said. */
export function asInvalidArgument(error: Error): never {
  if (!(error instanceof ContentChanged)) throw error
  throw new InvalidArgument(`${error.message}: wait until nothing writes to it any more`)
}
