import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { BencodeError, bdecode, bencode } from '../src/index.ts'
import { bencodeValue } from './arbitraries.ts'

const bytes = (latin1: string) => new Uint8Array(Buffer.from(latin1, 'latin1'))

/** Decodes, and lets only a BencodeError pass. */
function decodeOrRefuse(input: Uint8Array) {
  try {
    return bdecode(input)
  } catch (error) {
    expect(error).toBeInstanceOf(BencodeError)
    return undefined
  }
}

describe('bdecode', () => {
  it.each([
    ['nothing', ''],
    ['an unknown type', 'x'],
    ['an integer without digits', 'ie'],
    ['a lone minus', 'i-e'],
    ['minus zero', 'i-0e'],
    ['a leading zero', 'i03e'],
    ['a negative leading zero', 'i-03e'],
    ['a plus sign', 'i+3e'],
    ['a space', 'i 3e'],
    ['a fraction', 'i1.5e'],
    ['an integer without end', 'i42'],
    ['an integer beyond 2^53 - 1', 'i9007199254740992e'],
    ['an integer beyond -2^53 + 1', 'i-9007199254740992e'],
    ['a very long integer', `i${'9'.repeat(100_000)}e`],
    ['a string without bytes', '5:spam'],
    ['a string without colon', '4spam'],
    ['a string with a leading zero in its length', '04:spam'],
    ['a string of negative length', '-1:a'],
    ['a string longer than memory', '9007199254740991:a'],
    ['a string without length', ':spam'],
    ['a list without end', 'li1e'],
    ['a dictionary without end', 'd1:ai1e'],
    ['a key without value', 'd1:ae'],
    ['a key that is an integer', 'di1ei2ee'],
    ['keys out of order', 'd1:bi1e1:ai2ee'],
    ['the same key twice', 'd1:ai1e1:ai2ee'],
    ['a longer key before its prefix', 'd2:aai1e1:ai2ee'],
    ['bytes after the value', 'i1ei2e'],
    ['a lone end', 'e'],
    ['deep lists', `${'l'.repeat(100_000)}${'e'.repeat(100_000)}`],
    ['deep dictionaries', `${'d1:a'.repeat(100_000)}i1e${'e'.repeat(100_000)}`],
  ])('refuses %s', (_, input) => {
    expect(() => bdecode(bytes(input))).toThrow(BencodeError)
  })

  it('says what is wrong and where', () => {
    expect(() => bdecode(bytes('d1:ai1e1:ai2ee'))).toThrow(/repeated or out of order, at byte 7/)
    expect(() => bdecode(bytes('l6:spame'))).toThrow(/a string of 6 bytes with only 5 bytes left, at byte 1/)
  })

  it('reads the largest integers exactly', () => {
    expect(bdecode(bytes('i9007199254740991e'))).toBe(Number.MAX_SAFE_INTEGER)
    expect(bdecode(bytes('i-9007199254740991e'))).toBe(Number.MIN_SAFE_INTEGER)
  })

  it('takes 100 levels and refuses the next', () => {
    const nested = (levels: number) => bytes('l'.repeat(levels) + 'e'.repeat(levels))
    expect(() => bdecode(nested(101))).not.toThrow()
    expect(() => bdecode(nested(102))).toThrow(/nested more than 100/)
  })

  it('keeps keys that are names in JavaScript as plain keys', () => {
    expect(bdecode(bytes('d9:__proto__i1e11:constructori2ee'))).toEqual(
      new Map([
        ['__proto__', 1],
        ['constructor', 2],
      ]),
    )
  })

  it('gives plain byte arrays for a Buffer too', () => {
    expect(bdecode(Buffer.from('4:spam'))).toStrictEqual(bytes('spam'))
  })

  it('meets any bytes with a value or a BencodeError, and a value only if it encodes to the same bytes', () => {
    const nearMiss = fc
      .array(fc.constantFrom(...'ilde:-0123456789ax'), { maxLength: 30 })
      .map((all) => bytes(all.join('')))
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 60 }), nearMiss), (input) => {
        const value = decodeOrRefuse(input)
        if (value !== undefined) expect(bencode(value)).toEqual(input)
      }),
      { numRuns: 2000 },
    )
  })

  it('refuses every truncation of a value', () => {
    fc.assert(
      fc.property(bencodeValue, fc.nat(), (value, at) => {
        const encoded = bencode(value)
        expect(() => bdecode(encoded.subarray(0, at % encoded.byteLength))).toThrow(BencodeError)
      }),
    )
  })

  it('meets a changed byte with a value or a BencodeError', () => {
    fc.assert(
      fc.property(bencodeValue, fc.nat(), fc.nat(255), (value, at, byte) => {
        const encoded = bencode(value)
        encoded[at % encoded.byteLength] = byte
        decodeOrRefuse(encoded)
      }),
      { numRuns: 1000 },
    )
  })
})
