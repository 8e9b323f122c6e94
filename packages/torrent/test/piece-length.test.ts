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
    ['tr4', 2 ** 50, 16 * MIB],
  ] as const)('answers by the rule %s for %d bytes', (rule, size, expected) => {
    expect(pieceLengthFor(size, rule)).toBe(expected)
  })

  // What transmission-create 4.1.0-beta.2 of Debian 13 chose for each of these sizes and the next.
  it.each([
    [23_726_566, 16 * KIB],
    [47_453_132, 32 * KIB],
    [94_906_265, 64 * KIB],
    [189_812_531, 128 * KIB],
    [379_625_062, 256 * KIB],
    [759_250_124, 512 * KIB],
    [1_518_500_249, MIB],
    [3_037_000_499, 2 * MIB],
    [6_074_000_999, 4 * MIB],
    [12_148_001_999, 8 * MIB],
  ])('doubles by the rule tr4 after %d bytes', (size, expected) => {
    const around = [size - 1, size, size + 1, size + 2].map((length) => pieceLengthFor(length, 'tr4'))
    expect(around).toEqual([expected, expected, 2 * expected, 2 * expected])
  })

  it.each([-1, 1.5, Number.NaN, 2 ** 53])('refuses %p as a size', (size) => {
    expect(() => pieceLengthFor(size)).toThrow(RangeError)
  })
})
