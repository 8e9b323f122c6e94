import { MetainfoError } from './metainfo-error.ts'

export interface MagnetOptions {
  /** 40 hexadecimal digits. */
  readonly infoHash: string
  /** Of a hybrid (BEP 52): 64 hexadecimal digits. */
  readonly infoHashV2?: string
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly trackers?: readonly string[]
  readonly webSeeds?: readonly string[]
  /** Where anybody can fetch the `.torrent` itself. */
  readonly torrentUrl?: string
}

/**
 * A magnet link (BEP 9), with the exact length (`xl`), web seeds (`ws`) and the torrent's own address (`xs`) that clients widely understand.
 * @throws MetainfoError if `infoHash` is no 40 hexadecimal digits, or `infoHashV2` no 64.
 */
export function magnetLink(options: MagnetOptions): string {
  const { infoHash, infoHashV2, name, length, trackers = [], webSeeds = [], torrentUrl } = options
  requireHexadecimal(infoHash, 40)
  if (infoHashV2 !== undefined) requireHexadecimal(infoHashV2, 64)
  const parameters = [
    // Clients look for this prefix as it is: percent-encoded colons would hide it.
    `xt=urn:btih:${infoHash.toLowerCase()}`,
    // A multihash: 12 is SHA-256, 20 its length of 32 bytes.
    ...(infoHashV2 === undefined ? [] : [`xt=urn:btmh:1220${infoHashV2.toLowerCase()}`]),
    `dn=${encode(name)}`,
    `xl=${length}`,
    ...trackers.map((tracker) => `tr=${encode(tracker)}`),
    ...webSeeds.map((webSeed) => `ws=${encode(webSeed)}`),
    ...(torrentUrl === undefined ? [] : [`xs=${encode(torrentUrl)}`]),
  ]
  return `magnet:?${parameters.join('&')}`
}

function requireHexadecimal(hash: string, digits: number): void {
  if (hash.length !== digits || !/^[0-9a-f]+$/i.test(hash))
    throw new MetainfoError(`info-hash ${JSON.stringify(hash)} is not ${digits} hexadecimal digits`)
}

/** Not URLSearchParams: that writes a space as "+", which many clients show as a plus. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
