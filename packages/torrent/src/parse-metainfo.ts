import { bdecode, rawEntries } from './bdecode.ts'
import { BencodeError } from './bencode-error.ts'
import { checkContent, type TorrentContent } from './check-content.ts'
import { checkTree } from './check-tree.ts'
import { bytesField, type Dictionary, integerField, isDictionary, textField, textsField } from './dictionary-fields.ts'
import { infoHash, infoHashV2 } from './info-hash.ts'
import type { MerkleTree } from './merkle-hasher.ts'
import { MetainfoError } from './metainfo-error.ts'
import { readTree } from './version-two.ts'

export interface ParsedMetainfo extends TorrentContent {
  /** 40 lower-case hexadecimal digits, of the info as it stands in the file. */
  readonly infoHash: string
  /** Announce URLs, tier by tier, as the file has them. Not checked: other people's torrents hold all sorts. */
  readonly trackers: readonly string[]
  /** As the file has them, not checked. */
  readonly webSeeds: readonly string[]
  /** Where the file says so: whether peers come from its trackers alone (BEP 27), so no DHT and no peer exchange. */
  readonly isPrivate?: boolean
  readonly source?: string
  /** Of a hybrid: the info-hash of version 2 (BEP 52), 64 lower-case hexadecimal digits. */
  readonly infoHashV2?: string
  /** Of a hybrid: what version 2 says of the content. Views of the file. */
  readonly tree?: MerkleTree
  readonly comment?: string
  readonly createdBy?: string
  readonly creationDate?: Date
}

/**
 * Reads a single-file torrent of version 1 (BEP 3), or a hybrid (BEP 52). `pieces` is a view of `torrent`.
 * @throws MetainfoError for anything malformed or contradictory, for halves of a hybrid that are not about one file, for an unsafe file name, and for torrents of several
 * files or of version 2 alone (BEP 52).
 */
export function parseMetainfo(torrent: Uint8Array): ParsedMetainfo {
  const { root, rawInfo } = decodeTorrent(torrent)
  const info = root.get('info')
  if (rawInfo === undefined || !isDictionary(info)) throw new MetainfoError('"info" is missing or not a dictionary')
  const content = readContent(info)
  checkContent(content)
  const tree = readTree(root, info)
  if (tree) checkTree(tree, content)
  return {
    ...content,
    infoHash: infoHash(rawInfo),
    trackers: readTrackers(root),
    webSeeds: textsField(root, 'url-list').filter((url) => url !== ''),
    ...(info.has('private') && { isPrivate: info.get('private') === 1 }),
    ...(info.has('source') && { source: textField(info, 'source') }),
    ...(tree && { infoHashV2: infoHashV2(rawInfo), tree }),
    ...(root.has('comment') && { comment: textField(root, 'comment') }),
    ...(root.has('created by') && { createdBy: textField(root, 'created by') }),
    ...(root.has('creation date') && { creationDate: readDate(root) }),
  }
}

function decodeTorrent(torrent: Uint8Array): { root: Dictionary; rawInfo: Uint8Array | undefined } {
  try {
    const root = bdecode(torrent)
    if (!isDictionary(root)) throw new MetainfoError('not a torrent: the outermost value is not a dictionary')
    return { root, rawInfo: rawEntries(torrent).get('info') }
  } catch (error) {
    if (error instanceof BencodeError) throw new MetainfoError(`not a torrent: ${error.message}`, { cause: error })
    throw error
  }
}

function readContent(info: Dictionary): TorrentContent {
  if (info.has('files')) throw new MetainfoError('a torrent of several files: only single-file v1 is supported')
  if (info.has('meta version') && !info.has('pieces'))
    throw new MetainfoError('a torrent of version 2 alone: only version 1 and hybrids are supported')
  return {
    name: textField(info, 'name'),
    length: integerField(info, 'length'),
    pieceLength: integerField(info, 'piece length'),
    pieces: bytesField(info, 'pieces'),
  }
}

/** Where there is a list, `announce` does not count (BEP 12); an empty list is none. */
function readTrackers(root: Dictionary): string[] {
  const listed = textsField(root, 'announce-list')
  return listed.length > 0 ? listed : textsField(root, 'announce')
}

function readDate(root: Dictionary): Date {
  const date = new Date(integerField(root, 'creation date') * 1000)
  if (!(date.getTime() >= 0)) throw new MetainfoError('"creation date" is before 1970 or beyond what a date can hold')
  return date
}
