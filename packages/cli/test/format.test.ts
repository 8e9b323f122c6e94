import { describe, expect, it } from '@jest/globals'
import { bytes, duration } from '../src/format.ts'

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [2_400_000, '2.4 MB'],
    [5_497_558_138_880, '5.5 TB'],
  ])('says %d as %s', (count, text) => expect(bytes(count)).toBe(text))
})

describe('duration', () => {
  it.each([
    [0, '0.0 s'],
    [8.44, '8.4 s'],
    [59.9, '59.9 s'],
    [185, '3 min 05 s'],
    [7450, '2 h 04 min'],
  ])('says %d seconds as %s', (seconds, text) => expect(duration(seconds)).toBe(text))
})
