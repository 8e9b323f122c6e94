import { describe, expect, it } from '@jest/globals'
import independent from 'bencode'
import fc from 'fast-check'
import { BencodeError, type BencodeValue, bdecode, bencode } from '../src/index.ts'
import { bencodeValue, dictionaryKey } from './arbitraries.ts'

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
const bytes = (latin1: string) => new Uint8Array(Buffer.from(latin1, 'latin1'))

describe('bencode', () => {
  it('writes the examples of BEP 3', () => {
    expect(text(bencode(bytes('spam')))).toBe('4:spam')
    expect(text(bencode(3))).toBe('i3e')
    expect(text(bencode(-3))).toBe('i-3e')
    expect(text(bencode([bytes('spam'), bytes('eggs')]))).toBe('l4:spam4:eggse')
    expect(text(bencode(new Map([['spam', [bytes('a'), bytes('b')]]])))).toBe('d4:spaml1:a1:bee')
  })

  it('gives back what it was given', () => {
    fc.assert(fc.property(bencodeValue, (value) => expect(bdecode(bencode(value))).toEqual(value)))
  })

  it('writes keys in bytewise order, whatever order they were set in', () => {
    fc.assert(
      fc.property(fc.uniqueArray(dictionaryKey), (keys) => {
        const decoded = bdecode(bencode(new Map(keys.map((key) => [key, 0]))))
        const sorted = keys.map(bytes).sort(Buffer.compare).map(text)
        expect(decoded instanceof Map && [...decoded.keys()]).toEqual(sorted)
      }),
    )
  })

  it('writes what an independent library reads', () => {
    const value = new Map<string, BencodeValue>([
      ['b', [1, -2, bytes('\x00\xff')]],
      ['a', new Map([['deep', Number.MAX_SAFE_INTEGER]])],
    ])
    const decoded = independent.decode(bencode(value))
    expect(decoded).toEqual({ a: { deep: Number.MAX_SAFE_INTEGER }, b: [1, -2, bytes('\x00\xff')] })
  })

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses the number %p', (number) => {
    expect(() => bencode(number)).toThrow(BencodeError)
  })

  it('refuses a key that is not one character per byte', () => {
    expect(() => bencode(new Map([['日', 1]]))).toThrow(/above U\+00FF/)
    expect(() => bencode(new Map([['🎥', 1]]))).toThrow(BencodeError)
  })

  it('refuses a value that contains itself', () => {
    const endless: BencodeValue[] = []
    endless.push(endless)
    expect(() => bencode(endless)).toThrow(/nested more than 100/)
  })
})
