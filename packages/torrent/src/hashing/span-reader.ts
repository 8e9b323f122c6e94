import { createPieceHasher } from '../piece-hasher.ts'
import type { ByteRange } from './byte-range.ts'
import { type FileReaderSettings, openFileReader } from './file-reader.ts'
import { openSocketReader, type SocketReaderSettings } from './socket-reader.ts'
import { Surprise } from './surprise.ts'

/** A GET whose right to be answered is in it: an URL that is signed, and the headers that were signed with it. */
export type SignedGet = { readonly url: string; readonly headers: Readonly<Record<string, string>> }

/** What is to be read: a span, and where it is to be asked for. */
export type SpanTask = { readonly span: ByteRange; readonly request?: SignedGet | undefined }

/** Reads the bytes of spans, several at once if so asked. */
export interface SpanReader {
  /** Gives the bytes in order; a chunk is used again once `onBytes` returns. Throws Surprise where another way may still work. */
  read(task: SpanTask, onBytes: (chunk: Uint8Array) => void): Promise<void>
  close(): void
}

export type ReaderSettings = FileReaderSettings | SocketReaderSettings

/** The hashes of a span's pieces: 20 bytes each, and of a hybrid 32 more of each piece's node in the tree of version 2. */
export type SpanHashes = { readonly pieces: Uint8Array; readonly nodes?: Uint8Array }

export type SpanOutcome = SpanHashes | { readonly surprise: string; readonly knowsRanges: boolean }

export function openReader(settings: ReaderSettings): SpanReader {
  return settings.kind === 'file' ? openFileReader(settings) : openSocketReader(settings)
}

/** The hashes of a span's pieces, or what was in the way of them. */
export async function hashSpan(reader: SpanReader, task: SpanTask, pieceLength: number): Promise<SpanOutcome> {
  const hasher = createPieceHasher(pieceLength)
  try {
    await reader.read(task, (chunk) => hasher.update(chunk))
    return { pieces: hasher.digest() }
  } catch (error) {
    if (!(error instanceof Surprise)) throw error
    return { surprise: error.message, knowsRanges: error.knowsRanges }
  }
}
