import { MetainfoError } from './metainfo-error.ts'

export interface MagnetOptions {
  /** 40 hexadecimal digits. */
  readonly infoHash: string
  readonly name: string
  /** Bytes. */
  readonly length: number
  readonly trackers?: readonly string[]
  readonly webSeeds?: readonly string[]
}

/**
 * A magnet link (BEP 9), with the exact length (`xl`) and web seeds (`ws`) that clients widely understand.
 * @throws MetainfoError if `infoHash` is no 40 hexadecimal digits.
 */
export function magnetLink({ infoHash, name, length, trackers = [], webSeeds = [] }: MagnetOptions): string {
  if (!/^[0-9a-f]{40}$/i.test(infoHash)) {
    throw new MetainfoError(`info-hash ${JSON.stringify(infoHash)} is not 40 hexadecimal digits`)
  }
  const parameters = [
    // Clients look for this prefix as it is: percent-encoded colons would hide it.
    `xt=urn:btih:${infoHash.toLowerCase()}`,
    `dn=${encode(name)}`,
    `xl=${length}`,
    ...trackers.map((tracker) => `tr=${encode(tracker)}`),
    ...webSeeds.map((webSeed) => `ws=${encode(webSeed)}`),
  ]
  return `magnet:?${parameters.join('&')}`
}

/** Not URLSearchParams: that writes a space as "+", which many clients show as a plus. */
function encode(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
