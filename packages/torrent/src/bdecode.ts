import type { BencodeValue } from './bencode-value.ts'
import { type ByteCursor, malformed } from './byte-cursor.ts'
import { readDictionary, readValue } from './read-value.ts'

/**
 * Decodes exactly one value in canonical form (BEP 3): shortest integers, keys in ascending bytewise order, each once,
 * nothing behind the value. Byte strings are views of `bytes`, so large `pieces` are not copied.
 * @throws BencodeError for anything else, and nothing but BencodeError: for truncated or trailing bytes, integers
 * beyond 2^53 - 1, and nesting deeper than 100.
 */
export function bdecode(bytes: Uint8Array): BencodeValue {
  return readWhole(bytes, readValue)
}

/**
 * The values of a dictionary as the bytes they are encoded in. An info-hash is taken over the bytes that stand in
 * the file (BEP 3), so it must not depend on what decoding and encoding again would make of them.
 * @throws BencodeError as `bdecode`, and if the value is no dictionary.
 */
export function rawEntries(bytes: Uint8Array): Map<string, Uint8Array> {
  return readWhole(bytes, (cursor) => readDictionary(cursor, readRaw))
}

function readRaw(cursor: ByteCursor): Uint8Array {
  const start = cursor.offset
  readValue(cursor, 1)
  return cursor.bytes.subarray(start, cursor.offset)
}

function readWhole<T>(bytes: Uint8Array, read: (cursor: ByteCursor) => T): T {
  // A Buffer's views would be Buffers: the same input must give the same kind of output.
  const cursor = { bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 }
  const value = read(cursor)
  const surplus = cursor.bytes.byteLength - cursor.offset
  if (surplus > 0) throw malformed(`${surplus} bytes follow the value`, cursor.offset)
  return value
}
