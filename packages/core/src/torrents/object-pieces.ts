import { hashRanges, pieceLengthFor } from '@chronicle/torrent'
import { ObjectChanged } from '../domain/errors.ts'
import type { Log } from '../log.ts'
import type { ObjectParts } from '../ports/object-parts.ts'
import type { ObjectStore } from '../ports/object-store.ts'
import type { PieceSource } from '../ports/piece-source.ts'
import type { RangeSigner } from '../ports/range-signer.ts'
import { piecesOfParts } from './part-pieces.ts'
import type { TorrentSource } from './publish-torrent.ts'

export type ObjectPieceSources = {
  readonly objects: ObjectStore
  readonly parts: ObjectParts
  readonly signer: RangeSigner
  readonly log: Log
  /** `auto` and `part-checksums` look at the parts first, and read the object where they do not serve. */
  readonly engine: 'auto' | 'part-checksums' | 'streaming'
  /** How many threads may hash at once. */
  readonly threads: number
}

/** The piece hashes of an object by the fastest way that it allows. Which one that was, and why, is logged. */
export function createPiecesOfObjects({ engine, ...sources }: ObjectPieceSources): PieceSource {
  return {
    engine,
    async hash(source, signal, onProgress) {
      const known = engine === 'streaming' ? undefined : await tryParts(sources, source, engine)
      signal.throwIfAborted()
      if (known) onProgress?.(source.size)
      return known ?? (await stream(sources, source, signal, onProgress))
    },
  }
}

type Sources = Omit<ObjectPieceSources, 'engine'>

async function tryParts(
  { parts, log }: Sources,
  source: TorrentSource,
  engine: ObjectPieceSources['engine'],
): Promise<Uint8Array | undefined> {
  const about = { key: source.key, size: source.size }
  // Any failure to learn of the parts, a missing permission too, leaves the way that needs none of it.
  const pieces = await piecesOfParts(parts, source).catch((error: unknown) => ({ irregular: String(error) }))
  if (pieces instanceof Uint8Array) {
    log.info('pieces taken from part checksums', { ...about, bytesRead: 0 })
    return pieces
  }
  log[engine === 'auto' ? 'info' : 'warn']('part checksums do not serve, the object is read', {
    ...about,
    reason: pieces.irregular,
  })
  return undefined
}

async function stream(
  { objects, signer, threads, log }: Sources,
  source: TorrentSource,
  signal: AbortSignal,
  onProgress: ((bytes: number) => void) | undefined,
): Promise<Uint8Array> {
  const { key, size, etag, versionId } = source
  let surprises = 0
  const pieces = await hashRanges({
    size,
    pieceLength: pieceLengthFor(size),
    ...{ etag, signal, onProgress, threads },
    sign: (range) => signer.sign(source, range),
    read: (range) => objects.read(source, { etag, ...(versionId !== undefined && { versionId }), ...range }),
    onSurprise: (range, reason) => {
      surprises++
      log.warn('a range is read again through the SDK', { key, ...range, reason })
    },
  }).catch((error: unknown) => {
    // A body of the wrong length was of another object than the one that was looked at.
    throw error instanceof Error && error.name === 'WrongLength' ? new ObjectChanged(key, { cause: error }) : error
  })
  log.info('pieces hashed by streaming', { key, size, threads, surprises })
  return pieces
}
