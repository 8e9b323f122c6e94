import { createHash } from 'node:crypto'
import { pieceLengthFor } from '@chronicle/torrent'
import type { ObjectParts, PartsPage } from '../ports/object-parts.ts'
import type { TorrentSource } from './publish-torrent.ts'

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html: no part but the last is smaller. */
const SMALLEST_PART = 5 * 1024 * 1024
const PAGE = 1000
const HASH_LENGTH = 20

/** Why the checksums of an object's parts are not the hashes of its pieces. */
export type Irregular = { readonly irregular: string }

/**
 * The `pieces` of an object out of what S3 keeps of its parts, with no byte read: where it was uploaded in parts of exactly the
 * piece length, each with its SHA-1. SHA-1 does not compose, so anything else is irregular, and the answer says what.
 */
export async function piecesOfParts(parts: ObjectParts, source: TorrentSource): Promise<Uint8Array | Irregular> {
  const pieceLength = pieceLengthFor(source.size)
  const count = Math.ceil(source.size / pieceLength)
  if (pieceLength < SMALLEST_PART)
    return { irregular: `its pieces of ${pieceLength} bytes are smaller than parts can be` }
  // A multipart upload says so in its ETag, and of how many parts it was: most objects need no question to be told apart.
  if (!source.etag.endsWith(`-${count}"`)) return { irregular: `it was not uploaded in ${count} parts` }
  const markers = Array.from({ length: Math.ceil(count / PAGE) }, (_, page) => page * PAGE)
  const pages = await Promise.all(markers.map((after) => parts.page(source, after)))
  const [first] = pages
  if (!first) return { irregular: 'it has no parts' }
  const wrong = pages.map((page) => strangeness(page, source, count)).find((reason) => reason !== undefined)
  return wrong === undefined ? joined(pages, first.sha1, source.size, pieceLength) : { irregular: wrong }
}

function strangeness(page: PartsPage, { etag, size }: TorrentSource, count: number): string | undefined {
  if (page.etag !== etag || page.size !== size) return 'S3 tells of another version'
  if (page.count !== count) return `S3 tells of ${page.count ?? 'no'} parts, and there are ${count} pieces`
  if (page.checksumType !== undefined && page.checksumType !== 'COMPOSITE')
    return `its checksum is ${page.checksumType}, which is not of its parts`
  if (page.sha1 === undefined) return 'it was uploaded without SHA-1'
  return undefined
}

function joined(
  pages: readonly PartsPage[],
  composite: string | undefined,
  size: number,
  pieceLength: number,
): Uint8Array | Irregular {
  const parts = pages.flatMap((page) => page.parts)
  const pieces = new Uint8Array(Math.ceil(size / pieceLength) * HASH_LENGTH)
  if (parts.length * HASH_LENGTH !== pieces.length) return { irregular: `S3 listed ${parts.length} parts` }
  for (const [index, part] of parts.entries()) {
    const expected = Math.min(pieceLength, size - index * pieceLength)
    if (part.number !== index + 1) return { irregular: `part ${part.number} is in the place of ${index + 1}` }
    if (part.size !== expected)
      return { irregular: `part ${part.number} has ${part.size} bytes, its piece ${expected}` }
    const hash = Buffer.from(part.sha1 ?? '', 'base64')
    if (hash.length !== HASH_LENGTH) return { irregular: `part ${part.number} has no SHA-1` }
    pieces.set(hash, index * HASH_LENGTH)
  }
  // Checksum of the checksums, with or without the number of parts behind it: what was put together is what S3 has.
  const ofAll = createHash('sha1').update(pieces).digest('base64')
  if (composite?.split('-')[0] !== ofAll) return { irregular: "the parts' checksums are not those of the object's" }
  return pieces
}
