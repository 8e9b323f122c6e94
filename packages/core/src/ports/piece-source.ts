import type { TorrentSource } from '../torrents/publish-torrent.ts'

/** One way to come by the piece hashes of an object. Whichever it is, the torrent made of them is the same. */
export interface PieceSource {
  /** What the log calls it. */
  readonly engine: string
  /**
   * The SHA-1 hashes of the object's pieces, 20 bytes each, by the one piece-length rule, and all of this very version.
   * Throws ObjectChanged when the object is replaced meanwhile, and the signal's reason when that aborts. An error that is not
   * retryable means that this source can never serve this object. `onProgress` is told how many bytes are accounted for so far.
   */
  hash(source: TorrentSource, signal: AbortSignal, onProgress?: (bytes: number) => void): Promise<Uint8Array>
}
