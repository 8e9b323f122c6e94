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

  it.each([
    ['tr3', 1, 32 * KIB],
    ['tr3', 50 * MIB - 1, 32 * KIB],
    ['tr3', 50 * MIB, 64 * KIB],
    ['tr3', 150 * MIB, 128 * KIB],
    ['tr3', 350 * MIB, 256 * KIB],
    ['tr3', 512 * MIB, 512 * KIB],
    ['tr3', 1024 * MIB, MIB],
    ['tr3', 2048 * MIB - 1, MIB],
    ['tr3', 2048 * MIB, 2 * MIB],
    ['tr3', 2 ** 50, 2 * MIB],
    // Half way between two powers of two, on the scale of logarithms, the longer one begins.
    ['tr4', 1, 16 * KIB],
    ['tr4', 23_726_566, 16 * KIB],
    ['tr4', 23_726_567, 32 * KIB],
    ['tr4', 47_453_132, 32 * KIB],
    ['tr4', 47_453_133, 64 * KIB],
    ['tr4', 6_074_000_999, 4 * MIB],
    ['tr4', 6_074_001_000, 8 * MIB],
    ['tr4', 12_148_001_999, 8 * MIB],
    ['tr4', 12_148_002_000, 16 * MIB],
    ['tr4', 2 ** 50, 16 * MIB],
  ] as const)('answers by the rule %s for %d bytes', (rule, size, expected) => {
    expect(pieceLengthFor(size, rule)).toBe(expected)
  })

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses %p as a size', (size) => {
    expect(() => pieceLengthFor(size)).toThrow(RangeError)
  })
})
