import { bencode } from './bencode.ts'
import type { BencodeValue, Field } from './bencode-value.ts'
import { checkContent, type TorrentContent } from './check-content.ts'
import { checkTree } from './check-tree.ts'
import { checkTracker, checkWebSeed } from './check-url.ts'
import { infoHash, infoHashV2 } from './info-hash.ts'
import { magnetLink } from './magnet-link.ts'
import type { MerkleTree } from './merkle-hasher.ts'
import { MetainfoError } from './metainfo-error.ts'
import { encodeText } from './utf8.ts'
import { layerFields, versionTwoFields } from './version-two.ts'

export interface MetainfoOptions extends TorrentContent {
  /** A power of two, in bytes. */
  readonly pieceLength: number
  /** Announce URLs, each a tier of its own, first tried first (BEP 12). Repeated ones count once. */
  readonly trackers?: readonly string[]
  /** Announce URLs in tiers (BEP 12), after those of `trackers`: within a tier any is tried first. Written as they are given, but for empty tiers. */
  readonly trackerTiers?: readonly (readonly string[])[]
  /** URLs of the whole file (BEP 19). Repeated ones count once. */
  readonly webSeeds?: readonly string[]
  /** Peers come from the trackers alone (BEP 27). Part of the info-hash; written where it is given, `false` too. */
  readonly isPrivate?: boolean
  /** Where the torrent is from: part of the info-hash, so the same file has another one with each private tracker. */
  readonly source?: string
  /** Makes a hybrid of versions 1 and 2 (BEP 52): the tree of the same content by the same piece length. */
  readonly tree?: MerkleTree
  /** Where anybody can fetch this torrent: goes into the magnet link alone, as `xs`. */
  readonly torrentUrl?: string
  readonly comment?: string
  readonly createdBy?: string
  /** Kept to the second. */
  readonly creationDate?: Date
}

export interface Metainfo {
  /** The `.torrent` file. */
  readonly torrent: Uint8Array<ArrayBuffer>
  /** 40 lower-case hexadecimal digits. */
  readonly infoHash: string
  /** Of a hybrid: the info-hash of version 2, 64 lower-case hexadecimal digits. */
  readonly infoHashV2?: string
  readonly magnet: string
}

/**
 * Makes a single-file torrent of version 1 (BEP 3), or a hybrid. The info-hash depends on name, length, piece length, pieces,
 * `isPrivate`, `source` and tree alone, so the same file keeps it whatever trackers, web seeds and date are put beside it.
 * @throws MetainfoError for options that contradict each other or that clients could not use.
 */
export function createMetainfo(options: MetainfoOptions): Metainfo {
  checkContent(options)
  requirePowerOfTwo(options.pieceLength)
  if (options.tree) checkTree(options.tree, options)
  const tiers = [...[...new Set(options.trackers)].map((tracker) => [tracker]), ...(options.trackerTiers ?? [])].filter(
    (tier) => tier.length > 0,
  )
  tiers.flat().forEach(checkTracker)
  options.webSeeds?.forEach(checkWebSeed)
  const webSeeds = [...new Set(options.webSeeds)]

  const info = infoDictionary(options)
  const encoded = bencode(info)
  const hashes = { infoHash: infoHash(encoded), ...(options.tree && { infoHashV2: infoHashV2(encoded) }) }
  const fields = [...announceFields(tiers, webSeeds), ...noteFields(options), ...layerFields(options)]
  const { name, length, torrentUrl } = options
  const urls = { trackers: [...new Set(tiers.flat())], webSeeds, ...(torrentUrl !== undefined && { torrentUrl }) }
  return {
    torrent: bencode(new Map([['info', info], ...fields])),
    ...hashes,
    magnet: magnetLink({ ...hashes, name, length, ...urls }),
  }
}

function infoDictionary(options: MetainfoOptions): BencodeValue {
  const { length, pieceLength, pieces, isPrivate, source } = options
  return new Map<string, BencodeValue>([
    ['length', length],
    ['name', encodeText(options.name, 'name')],
    ['piece length', pieceLength],
    ['pieces', pieces],
    ...(isPrivate === undefined ? [] : ([['private', isPrivate ? 1 : 0]] as const)),
    ...(source === undefined ? [] : ([['source', encodeText(source, 'source')]] as const)),
    ...versionTwoFields(options),
  ])
}

/** How a torrent says where its peers are found, and where its content is without them. A lone tracker needs no list. */
export function* announceFields(tiers: readonly (readonly string[])[], webSeeds: readonly string[]): Generator<Field> {
  const encode = (tracker: string) => encodeText(tracker, 'trackers')
  const [first, ...more] = tiers.flat()
  if (first !== undefined) yield ['announce', encode(first)]
  if (more.length > 0) yield ['announce-list', tiers.map((tier) => tier.map(encode))]
  if (webSeeds.length > 0) yield ['url-list', webSeeds.map((webSeed) => encodeText(webSeed, 'webSeeds'))]
}

function* noteFields({ comment, createdBy, creationDate }: MetainfoOptions): Generator<Field> {
  if (comment !== undefined) yield ['comment', encodeText(comment, 'comment')]
  if (createdBy !== undefined) yield ['created by', encodeText(createdBy, 'createdBy')]
  if (creationDate !== undefined) yield ['creation date', epochSeconds(creationDate)]
  // Without it, older clients read the texts in the code page of their machine.
  yield ['encoding', encodeText('UTF-8', 'encoding')]
}

function epochSeconds(date: Date): number {
  const seconds = Math.floor(date.getTime() / 1000)
  if (!(seconds >= 0)) throw new MetainfoError('creationDate is invalid or before 1970')
  return seconds
}

/** BEP 3 leaves it open, but there are clients that expect it; so does BEP 52. */
function requirePowerOfTwo(pieceLength: number): void {
  if (!Number.isInteger(Math.log2(pieceLength))) {
    throw new MetainfoError(`piece length ${pieceLength} is not a power of two: pieceLengthFor() gives one`)
  }
}
