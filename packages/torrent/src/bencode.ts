import { BencodeError } from './bencode-error.ts'
import { type BencodeValue, MAX_DEPTH } from './bencode-value.ts'
import { concatBytes } from './concat-bytes.ts'
import { bytesFromLatin1, latin1FromBytes } from './latin1.ts'

/**
 * Encodes a value in its one canonical form (BEP 3): dictionary keys sorted bytewise, whatever order the Map has.
 * @throws BencodeError for a number that is no safe integer, a key with a character above U+00FF, a value of another
 * type, or nesting deeper than 100 (so also for a value that contains itself).
 */
export function bencode(value: BencodeValue): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = []
  appendValue(parts, value, 0)
  return concatBytes(parts)
}

function appendValue(parts: Uint8Array[], value: BencodeValue, depth: number): void {
  if (depth > MAX_DEPTH) throw new BencodeError(`the value is nested more than ${MAX_DEPTH} levels deep`)
  if (typeof value === 'number') parts.push(encodeInteger(value))
  else if (value instanceof Uint8Array) appendString(parts, value)
  else if (value instanceof Map) appendDictionary(parts, value, depth)
  else if (Array.isArray(value)) appendList(parts, value, depth)
  else throw new BencodeError(`a ${typeof value} cannot be bencoded: use a number, Uint8Array, array or Map`)
}

function encodeInteger(value: number): Uint8Array {
  if (!Number.isSafeInteger(value)) throw new BencodeError(`${value} cannot be bencoded: it is not a safe integer`)
  // A template writes -0 as "0", which is what BEP 3 asks for.
  return bytesFromLatin1(`i${value}e`)
}

function appendString(parts: Uint8Array[], bytes: Uint8Array): void {
  parts.push(bytesFromLatin1(`${bytes.byteLength}:`), bytes)
}

function appendList(parts: Uint8Array[], items: readonly BencodeValue[], depth: number): void {
  parts.push(bytesFromLatin1('l'))
  for (const item of items) appendValue(parts, item, depth + 1)
  parts.push(bytesFromLatin1('e'))
}

function appendDictionary(parts: Uint8Array[], entries: ReadonlyMap<string, BencodeValue>, depth: number): void {
  parts.push(bytesFromLatin1('d'))
  // One character is one byte here, so JavaScript's order of strings is the bytewise order that BEP 3 demands.
  for (const [key, value] of [...entries].sort(([a], [b]) => (a < b ? -1 : 1))) {
    appendString(parts, keyBytes(key))
    appendValue(parts, value, depth + 1)
  }
  parts.push(bytesFromLatin1('e'))
}

function keyBytes(key: string): Uint8Array {
  const bytes = bytesFromLatin1(key)
  if (latin1FromBytes(bytes) !== key) {
    throw new BencodeError(`the key ${JSON.stringify(key)} has a character above U+00FF: write one character per byte`)
  }
  return bytes
}
