import { describe, expect, it } from '@jest/globals'
import { PART_SIZE, pieceLengthFor, SMALL_PIECE_LENGTH, SMALL_PIECE_LIMIT } from '../src/index.ts'

const KIB = 1024
const MIB = 1024 * KIB

describe('pieceLengthFor', () => {
  it.each([
    ['nothing', 0, 256 * KIB],
    ['one byte', 1, 256 * KIB],
    ['the last byte below 256 MiB', 256 * MIB - 1, 256 * KIB],
    ['256 MiB', 256 * MIB, 8 * MIB],
    ['10,000 pieces of 8 MiB', 10_000 * 8 * MIB, 8 * MIB],
    ['one byte more', 10_000 * 8 * MIB + 1, 16 * MIB],
    ['10,000 pieces of 16 MiB', 10_000 * 16 * MIB, 16 * MIB],
    ['one byte more than those', 10_000 * 16 * MIB + 1, 32 * MIB],
    ['the largest size there is', Number.MAX_SAFE_INTEGER, 32 * MIB],
  ])('answers for %s', (_, size, expected) => {
    expect(pieceLengthFor(size)).toBe(expected)
  })

  it('uses the sizes that it publishes', () => {
    expect([SMALL_PIECE_LENGTH, SMALL_PIECE_LIMIT, PART_SIZE]).toEqual([256 * KIB, 256 * MIB, 8 * MIB])
  })

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses %p as a size', (size) => {
    expect(() => pieceLengthFor(size)).toThrow(RangeError)
  })
})
