import { type BencodeValue, MAX_DEPTH } from './bencode-value.ts'
import { type ByteCursor, malformed, readDigits, readString, skip } from './byte-cursor.ts'
import { latin1FromBytes } from './latin1.ts'

const [INTEGER, LIST, DICTIONARY, END, MINUS] = [0x69, 0x6c, 0x64, 0x65, 0x2d] as const

/** Reads the value at the cursor, which lies `depth` lists or dictionaries deep. */
export function readValue(cursor: ByteCursor, depth = 0): BencodeValue {
  if (depth > MAX_DEPTH) throw malformed(`nested more than ${MAX_DEPTH} levels deep`, cursor.offset)
  switch (cursor.bytes[cursor.offset]) {
    case INTEGER:
      return readInteger(cursor)
    case LIST:
      return readList(cursor, depth)
    case DICTIONARY:
      return readDictionary(cursor, (inside) => readValue(inside, depth + 1))
    default:
      return readString(cursor)
  }
}

/** Reads the dictionary at the cursor; `readItem` reads each of its values. */
export function readDictionary<T>(cursor: ByteCursor, readItem: (cursor: ByteCursor) => T): Map<string, T> {
  if (!skip(cursor, DICTIONARY)) throw malformed('no dictionary', cursor.offset)
  const entries = new Map<string, T>()
  let previous: string | undefined
  while (!skip(cursor, END)) {
    const start = cursor.offset
    const key = latin1FromBytes(readString(cursor))
    if (previous !== undefined && key <= previous) throw malformed('a key that is repeated or out of order', start)
    entries.set(key, readItem(cursor))
    previous = key
  }
  return entries
}

function readList(cursor: ByteCursor, depth: number): BencodeValue[] {
  const items: BencodeValue[] = []
  skip(cursor, LIST)
  while (!skip(cursor, END)) items.push(readValue(cursor, depth + 1))
  return items
}

function readInteger(cursor: ByteCursor): number {
  const start = cursor.offset
  skip(cursor, INTEGER)
  if (!skip(cursor, MINUS)) return readDigits(cursor, END)
  const magnitude = readDigits(cursor, END)
  if (magnitude === 0) throw malformed('minus zero', start)
  return -magnitude
}
