import { rawEntries } from './bdecode.ts'
import { bencode } from './bencode.ts'
import { checkTracker, checkWebSeed } from './check-url.ts'
import { concatBytes } from './concat-bytes.ts'
import { announceFields } from './create-metainfo.ts'
import { bytesFromLatin1 } from './latin1.ts'
import { parseMetainfo } from './parse-metainfo.ts'

const ANNOUNCE_FIELDS = ['announce', 'announce-list', 'url-list']

/**
 * A torrent with other trackers and web seeds: they stand outside the info, whose bytes are kept as they are, and with them
 * the info-hash, whoever made the torrent. An empty list leaves none.
 * @throws MetainfoError for what is no torrent, and for URLs that clients could not use.
 */
export function reannounce(
  torrent: Uint8Array,
  { trackers, webSeeds }: { readonly trackers: readonly string[]; readonly webSeeds: readonly string[] },
): Uint8Array<ArrayBuffer> {
  parseMetainfo(torrent)
  trackers.forEach(checkTracker)
  webSeeds.forEach(checkWebSeed)
  const entries = rawEntries(torrent)
  for (const field of ANNOUNCE_FIELDS) entries.delete(field)
  const tiers = [...new Set(trackers)].map((tracker) => [tracker])
  for (const [field, value] of announceFields(tiers, [...new Set(webSeeds)])) entries.set(field, bencode(value))
  return encodeRaw(entries)
}

/** A dictionary of values that are encoded already. */
function encodeRaw(entries: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const fields = sorted.flatMap(([key, value]) => [bytesFromLatin1(`${key.length}:${key}`), value])
  return concatBytes([bytesFromLatin1('d'), ...fields, bytesFromLatin1('e')])
}
