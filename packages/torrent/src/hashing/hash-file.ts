import { type Stats, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { type MerkleTree, nodeLengthFor, SHA256_LENGTH, treeOf } from '../merkle-hasher.ts'
import { hashHybridSpan } from './hash-hybrid-span.ts'
import { type Hashing, hashSpans } from './hash-spans.ts'
import { openSpanHasher } from './hash-threads.ts'
import { hybridWorkerProgram } from './hash-worker-program.ts'
import { createSpans } from './spans.ts'
import { threadsFor } from './threads-for.ts'

export type FileHashing = Omit<Hashing, 'size'> & {
  /** How many bytes from the file's front are hashed, at most; all of them by default. */
  readonly length?: number
  /** How many threads may hash at once; as many as there are processors by default, and fewer for a small file. */
  readonly threads?: number
}

/** A file is no longer what it was when its hashing began: no torrent of it would be right. */
export class ContentChanged extends Error {
  override readonly name = 'ContentChanged'
}

/**
 * The `pieces` of a file's torrent: the SHA-1 of each `pieceLength` bytes, 20 bytes each. Reads the file once and keeps
 * nothing of it.
 * @throws ContentChanged if none or another file is there afterwards, or its length or time of change differ; the error of the
 * file system if it cannot be read; the signal's reason if that aborts.
 */
export async function hashFile(path: string, hashing: FileHashing): Promise<Uint8Array<ArrayBuffer>> {
  const { pieces } = await hashByThreads(path, hashing, { isHybrid: false })
  return pieces
}

/** What a hybrid says of a file's content, as `createMetainfo` takes it. */
export type HybridHashes = { readonly pieces: Uint8Array<ArrayBuffer>; readonly tree: MerkleTree }

/**
 * What `hashFile` gives, and the tree of version 2 (BEP 52), of one reading and by the same threads.
 * @throws RangeError if `pieceLength` is no power of two from 16 KiB; what `hashFile` throws.
 */
export async function hashHybridFile(path: string, hashing: FileHashing): Promise<HybridHashes> {
  const { size, pieces, nodes } = await hashByThreads(path, hashing, { isHybrid: true })
  return { pieces, tree: treeOf(nodes, nodeLengthFor(size, hashing.pieceLength)) }
}

const hybridWork = { hash: hashHybridSpan, worker: hybridWorkerProgram }

async function hashByThreads(
  path: string,
  { pieceLength, signal, onProgress, threads = availableParallelism(), length = Number.POSITIVE_INFINITY }: FileHashing,
  { isHybrid }: { readonly isHybrid: boolean },
) {
  const before = statSync(path)
  const changed = (options?: ErrorOptions) => new ContentChanged(`${path} changed while it was hashed`, options)
  const size = Math.min(before.size, length)
  const count = threadsFor(size, threads)
  const reader = { kind: 'file', path } as const
  await using hasher = openSpanHasher({ reader, pieceLength }, count, isHybrid ? hybridWork : undefined)
  const spans = createSpans(size, pieceLength)
  const lanes = 2 * count // so that a thread that is done with a span finds its next one waiting
  const nodes = new Uint8Array(isHybrid ? Math.ceil(size / pieceLength) * SHA256_LENGTH : 0)
  const pieces = await hashSpans({ size, pieceLength, signal, onProgress }, lanes, spans.next, async (span) => {
    const outcome = await hasher.hash({ span })
    if ('surprise' in outcome) throw new Error(outcome.surprise)
    if (outcome.nodes) nodes.set(outcome.nodes, (span.start / pieceLength) * SHA256_LENGTH)
    return outcome.pieces
  }).catch((cause: unknown) => {
    signal?.throwIfAborted()
    throw isStill(path, before) ? cause : changed({ cause })
  })
  if (!isStill(path, before)) throw changed()
  return { size, pieces, nodes }
}

function isStill(path: string, { size, mtimeMs, ino }: Stats): boolean {
  const now = statSync(path, { throwIfNoEntry: false })
  return now?.size === size && now.mtimeMs === mtimeMs && now.ino === ino
}
