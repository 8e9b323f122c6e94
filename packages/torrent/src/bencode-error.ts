/** Bytes that are not canonical bencode, or a value that bencode cannot express. The message names the place or the value. */
export class BencodeError extends Error {
  override readonly name = 'BencodeError'
}
