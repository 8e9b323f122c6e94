import { BencodeError } from './bencode-error.ts'

/** A place in bencoded bytes. The reading functions move it forward and never look back, so decoding takes linear time. */
export interface ByteCursor {
  readonly bytes: Uint8Array
  offset: number
}

const DIGIT_ZERO = 0x30
const DIGIT_NINE = 0x39
const COLON = 0x3a

/** Steps over `byte` if it is next. */
export function skip(cursor: ByteCursor, byte: number): boolean {
  if (cursor.bytes[cursor.offset] !== byte) return false
  cursor.offset += 1
  return true
}

/** Reads decimal digits in their shortest form up to `terminator`, and steps over it. */
export function readDigits(cursor: ByteCursor, terminator: number): number {
  const start = cursor.offset
  let value = 0
  while (!skip(cursor, terminator)) {
    const byte = cursor.bytes[cursor.offset]
    if (byte === undefined) throw malformed('the data ends where a digit is due', cursor.offset)
    if (byte < DIGIT_ZERO || byte > DIGIT_NINE)
      throw malformed(`byte 0x${hex(byte)} stands where a digit is due`, cursor.offset)
    value = value * 10 + (byte - DIGIT_ZERO)
    if (value > Number.MAX_SAFE_INTEGER) throw malformed('the number is larger than 2^53 - 1', start)
    cursor.offset += 1
  }
  const digits = cursor.offset - 1 - start
  if (digits === 0) throw malformed('a number without digits', start)
  if (digits > 1 && cursor.bytes[start] === DIGIT_ZERO) throw malformed('a number with a leading zero', start)
  return value
}

/** Reads `<length>:<bytes>`. What it returns is a view of the input, not a copy. */
export function readString(cursor: ByteCursor): Uint8Array {
  const start = cursor.offset
  const length = readDigits(cursor, COLON)
  const available = cursor.bytes.byteLength - cursor.offset
  if (length > available) throw malformed(`a string of ${length} bytes with only ${available} bytes left`, start)
  const string = cursor.bytes.subarray(cursor.offset, cursor.offset + length)
  cursor.offset += length
  return string
}

export function malformed(problem: string, offset: number): BencodeError {
  return new BencodeError(`not canonical bencode: ${problem}, at byte ${offset}`)
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0')
}
