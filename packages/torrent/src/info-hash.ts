import { createHash } from 'node:crypto'

/** The info-hash (BEP 3) of an encoded info dictionary: 40 lower-case hexadecimal digits. */
export function infoHash(info: Uint8Array): string {
  return createHash('sha1').update(info).digest('hex')
}

/** The info-hash of version 2 (BEP 52): 64 lower-case hexadecimal digits. */
export function infoHashV2(info: Uint8Array): string {
  return createHash('sha256').update(info).digest('hex')
}
