import { magnetLink, parseMetainfo } from '@chronicle/torrent'
import type { ObjectStore } from '../ports/object-store.ts'
import { publicTorrent } from './make-torrent.ts'
import { isTorrentOf, type TorrentSource, torrentKey } from './publish-torrent.ts'

/** What a row says of a torrent. */
export type TorrentFacts = { readonly infoHash: string; readonly magnet: string; readonly pieceLength: number }

/** The torrent that is beside the object already, if it describes this very version. */
export async function findTorrent(objects: ObjectStore, source: TorrentSource): Promise<TorrentFacts | undefined> {
  const id = { bucket: source.bucket, key: torrentKey(source.key) }
  const head = await objects.head(id)
  if (!head || !isTorrentOf(source, head.metadata)) return undefined
  const chunks: Uint8Array[] = []
  for await (const chunk of objects.read(id, { etag: head.etag, start: 0, end: head.size - 1 })) chunks.push(chunk)
  const metainfo = parseMetainfo(Buffer.concat(chunks))
  const { infoHash, pieceLength, webSeeds } = metainfo
  return { infoHash, magnet: magnetLink({ ...metainfo, ...publicTorrent(webSeeds) }), pieceLength }
}
