import type { ByteRange, SignedGet } from '@chronicle/torrent'
import type { TorrentSource } from '../torrents/publish-torrent.ts'

/** Gives the right to GET a range of an object's version, as long as it is that version. */
export interface RangeSigner {
  sign(source: TorrentSource, range: ByteRange): Promise<SignedGet>
}
