import { type FileHandle, open } from 'node:fs/promises'
import { ContentChanged, createMerkleHasher, createPieceHasher, hashFile, type MerkleTree } from '@chronicle/torrent'
import { InvalidArgument } from '../invalid-argument.ts'

/** What a torrent says of a file's content. */
export type FileHashes = { readonly length: number; readonly pieces: Uint8Array; readonly tree?: MerkleTree }

const CHUNK_BYTES = 1024 * 1024

/** The file, which is to be closed, and its size in bytes. Throws InvalidArgument for what has no torrent: no file, a folder, nothing inside. */
export async function openContent(path: string): Promise<{ readonly file: FileHandle; readonly size: number }> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new InvalidArgument(
      `cannot open ${path}: ${error.code === 'ENOENT' ? 'there is no such file' : error.message}`,
    )
  })
  const stat = await file.stat()
  if (stat.isFile() && stat.size > 0) return { file, size: stat.size }
  await file.close()
  throw new InvalidArgument(
    stat.isFile()
      ? `${path} is empty, and a torrent describes at least one byte`
      : `${path} is no file; a torrent is of one file`,
  )
}

/** Every byte of it, in chunks that are used again; `onProgress` is told how many there were so far. */
async function* chunksOf(file: FileHandle, onProgress: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  for (let bytes = 0; ; onProgress(bytes)) {
    const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES, bytes)
    if (bytesRead === 0) return
    bytes += bytesRead
    yield buffer.subarray(0, bytesRead)
  }
}

type Content = { readonly file: FileHandle; readonly size: number; readonly path: string }
type OnProgress = (bytes: number) => void

/** Hashes the file. Throws InvalidArgument where something writes to it meanwhile: no torrent would be right. */
export async function hashContent(
  content: Content,
  { pieceLength, hybrid }: { readonly pieceLength: number; readonly hybrid: boolean },
  onProgress: OnProgress,
): Promise<FileHashes> {
  const hashes = await (hybrid ? hashBoth : hashPieces)(content, pieceLength, onProgress)
  const { size, path, file } = content
  const now = (await file.stat()).size
  if (now === size) return { length: size, ...hashes }
  throw new InvalidArgument(`${path} had ${size} bytes and then ${now}: wait until nothing writes to it any more`)
}

/** By as many threads as there are processors. */
async function hashPieces({ path }: Content, pieceLength: number, onProgress: OnProgress) {
  return { pieces: await hashFile(path, { pieceLength, onProgress }).catch(asInvalidArgument) }
}

/** Of a file that somebody writes to nothing can be said. */
export function asInvalidArgument(error: Error): never {
  if (!(error instanceof ContentChanged)) throw error
  throw new InvalidArgument(`${error.message}: wait until nothing writes to it any more`)
}

/** Both hashes of the same bytes, which are read once. */
async function hashBoth({ file }: Content, pieceLength: number, onProgress: OnProgress) {
  const pieces = createPieceHasher(pieceLength)
  const tree = createMerkleHasher(pieceLength)
  for await (const chunk of chunksOf(file, onProgress)) {
    pieces.update(chunk)
    tree.update(chunk)
  }
  return { pieces: pieces.digest(), tree: tree.digest() }
}
