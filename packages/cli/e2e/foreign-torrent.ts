import { createHash } from 'node:crypto'
import bencode from 'bencode'

type ForeignTorrent = {
  readonly info: {
    readonly name: Uint8Array
    readonly length: number
    readonly 'piece length': number
    readonly pieces: Uint8Array
  }
}

/**
 * What someone else's BitTorrent code says of a torrent: read by the npm library `bencode`, hashed here by plain SHA-1.
 */
export function foreignTorrent(torrent: Uint8Array) {
  const { info, ...rest } = bencode.decode(torrent) as ForeignTorrent
  const pieceLength = info['piece length']
  const pieces = Buffer.from(info.pieces)
  return {
    infoHash: createHash('sha1').update(bencode.encode(info)).digest('hex'),
    name: Buffer.from(info.name).toString(),
    length: Number(info.length),
    pieceLength,
    /** Everything but the date. */
    undated: JSON.stringify({ ...rest, info, 'creation date': undefined }),
    fits: (content: Uint8Array) =>
      content.length === info.length &&
      Array.from({ length: Math.ceil(content.length / pieceLength) }, (_, index) =>
        createHash('sha1')
          .update(content.subarray(index * pieceLength, (index + 1) * pieceLength))
          .digest()
          .equals(pieces.subarray(index * 20, (index + 1) * 20)),
      ).every(Boolean),
  }
}
