/**
 * Joins byte arrays into a new one. `Buffer.concat` would hand out a Buffer, whose `slice`, `toString` and JSON form
 * differ from those of the Uint8Array that the signatures here promise.
 */
export function concatBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((total, part) => total + part.byteLength, 0))
  let offset = 0
  for (const part of parts) {
    joined.set(part, offset)
    offset += part.byteLength
  }
  return joined
}
