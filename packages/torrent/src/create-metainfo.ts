import { bencode } from './bencode.ts'
import type { BencodeValue } from './bencode-value.ts'
import { checkContent, type TorrentContent } from './check-content.ts'
import { checkTracker, checkWebSeed } from './check-url.ts'
import { infoHash } from './info-hash.ts'
import { magnetLink } from './magnet-link.ts'
import { MetainfoError } from './metainfo-error.ts'
import { encodeText } from './utf8.ts'

export interface MetainfoOptions extends TorrentContent {
  /** A power of two, in bytes. */
  readonly pieceLength: number
  /** Announce URLs, each a tier of its own, first tried first (BEP 12). Repeated ones count once. */
  readonly trackers?: readonly string[]
  /** URLs of the whole file (BEP 19). Repeated ones count once. */
  readonly webSeeds?: readonly string[]
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
  readonly magnet: string
}

/**
 * Makes a single-file v1 torrent (BEP 3). The info-hash depends on name, length, piece length and pieces alone, so the
 * same file keeps it whatever trackers, web seeds and date are put beside it.
 * @throws MetainfoError for options that contradict each other or that clients could not use.
 */
export function createMetainfo(options: MetainfoOptions): Metainfo {
  checkContent(options)
  requirePowerOfTwo(options.pieceLength)
  options.trackers?.forEach(checkTracker)
  options.webSeeds?.forEach(checkWebSeed)
  const trackers = [...new Set(options.trackers)]
  const webSeeds = [...new Set(options.webSeeds)]

  const info = infoDictionary(options)
  const hash = infoHash(bencode(info))
  return {
    torrent: bencode(new Map([['info', info], ...announceFields(trackers, webSeeds), ...noteFields(options)])),
    infoHash: hash,
    magnet: magnetLink({ infoHash: hash, name: options.name, length: options.length, trackers, webSeeds }),
  }
}

export type Field = [key: string, value: BencodeValue]

function infoDictionary({ name, length, pieceLength, pieces }: TorrentContent): BencodeValue {
  return new Map<string, BencodeValue>([
    ['length', length],
    ['name', encodeText(name, 'name')],
    ['piece length', pieceLength],
    ['pieces', pieces],
  ])
}

/** How a torrent says where its peers are found, and where its content is without them. */
export function* announceFields(trackers: readonly string[], webSeeds: readonly string[]): Generator<Field> {
  const [first] = trackers
  if (first !== undefined) yield ['announce', encodeText(first, 'trackers')]
  if (trackers.length > 1) yield ['announce-list', trackers.map((tracker) => [encodeText(tracker, 'trackers')])]
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
