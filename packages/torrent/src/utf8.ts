import { MetainfoError } from './metainfo-error.ts'

/** Text as UTF-8. A lone surrogate is refused: encoders replace it silently, and the text would come back changed. */
export function encodeText(text: string, field: string): Uint8Array {
  if (!text.isWellFormed()) throw new MetainfoError(`${field} holds half a surrogate pair: give whole characters`)
  return new TextEncoder().encode(text)
}

/** UTF-8 as text, strictly, with a byte order mark kept as the character that it is. */
export function decodeText(bytes: Uint8Array, field: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (cause) {
    throw new MetainfoError(`${field} is not UTF-8`, { cause })
  }
}
