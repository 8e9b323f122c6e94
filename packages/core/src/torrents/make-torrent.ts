import { createMetainfo, type Metainfo, pieceLengthFor, torrentName } from '@chronicle/torrent'

export type TorrentSettings = {
  /** Announce URLs, in order of preference. */
  readonly trackers: readonly string[]
  /** Where the bucket's objects can be fetched by anyone, if anywhere: makes every torrent complete without a seeder. */
  readonly publicBaseUrl?: string | undefined
}

/**
 * The one way in which a torrent of an object is made, so that the recorder and the event path agree to the byte but for the
 * date. `pieces` are the SHA-1 hashes by the one piece-length rule.
 */
export function makeTorrent(
  object: { readonly key: string; readonly size: number },
  pieces: Uint8Array,
  { trackers, publicBaseUrl }: TorrentSettings,
  creationDate: Date,
): Metainfo & { readonly pieceLength: number } {
  const pieceLength = pieceLengthFor(object.size)
  const webSeeds = webSeedsOf(object.key, { publicBaseUrl })
  const { length, name } = { length: object.size, name: torrentName(object.key) }
  const metainfo = createMetainfo({
    name,
    length,
    pieceLength,
    pieces,
    trackers,
    webSeeds,
    createdBy: 'Chronicle',
    creationDate,
    ...publicTorrent(webSeeds),
  })
  return { ...metainfo, pieceLength }
}

/**
 * Where a web client, or a BitTorrent client that knows web seeds, gets the object from: nowhere, or one URL. A key with a segment `.`
 * or `..` has none: whoever reads a URL resolves these first, percent-encoded or not (https://url.spec.whatwg.org/#path-state).
 */
export function webSeedsOf(key: string, { publicBaseUrl }: Pick<TorrentSettings, 'publicBaseUrl'>): readonly string[] {
  const hasUrl = !key.split('/').some((segment) => segment === '.' || segment === '..')
  return publicBaseUrl !== undefined && hasUrl ? [publicUrl(publicBaseUrl, key)] : []
}

/** Where anybody can have the torrent itself, if anywhere: it lies beside its object, in public as in the bucket. */
export function publicTorrent([webSeed]: readonly string[]): { readonly torrentUrl?: string } {
  return webSeed === undefined ? {} : { torrentUrl: `${webSeed}.torrent` }
}

function publicUrl(base: string, key: string): string {
  return `${base.replace(/\/+$/, '')}/${key.split('/').map(encodeURIComponent).join('/')}`
}
