/** Bytes as a string of one character per byte: U+0000 to U+00FF. */
export function latin1FromBytes(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}

/** The way back. Of a character above U+00FF only the low byte is left. */
export function bytesFromLatin1(text: string): Uint8Array {
  return Buffer.from(text, 'latin1')
}
