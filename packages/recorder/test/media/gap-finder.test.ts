import type { Gaps } from '@chronicle/core'
import { expect, test } from '@jest/globals'
import { createGapFinder } from '../../src/media/gap-finder.ts'
import { CLOCK_ROUND } from '../../src/media/media-times.ts'

/** What is found in a stream whose pictures and sounds have these times. */
function gapsOf(...parts: readonly (readonly number[])[]): Gaps | undefined {
  let gaps: Gaps | undefined
  const find = createGapFinder((found) => {
    gaps = found
  })
  for (const time of parts.flat()) find(time)
  return gaps
}

/** Times of `count` pictures, a step apart. */
const pictures = (from: number, count: number, step = 0.04) =>
  Array.from({ length: count }, (_, index) => from + index * step)

test('a stream of one piece has none', () => {
  expect(gapsOf(pictures(5, 1000))).toBeUndefined()
})

test('says how far into the recording a gap is, and how long', () => {
  expect(gapsOf(pictures(5, 101), pictures(13, 100))).toEqual({
    ...{ count: 1, seconds: 4 },
    longest: [{ atSeconds: 4, seconds: 4 }],
  })
})

test.each([
  ['of up to ten seconds are in the file', 10, 18],
  ['of more than ten seconds are not', 11, 8],
])('gaps %s, so what comes after them is as far into it', (_, first, atSeconds) => {
  const second = 104 + first
  const gaps = gapsOf(pictures(100, 101), pictures(second, 101), pictures(second + 6, 100))
  expect(gaps?.longest[1]).toEqual({ atSeconds, seconds: 2 })
})

test('pictures that come in another order than they are shown in are none', () => {
  expect(gapsOf([1, 1.04, 1.2, 1.08, 1.12, 1.16, 1.32, 1.24])).toBeUndefined()
})

test('one picture every five seconds, without a sound, is how such a stream is', () => {
  expect(gapsOf(pictures(0, 50, 5))).toBeUndefined()
  expect(gapsOf(pictures(0, 50, 5), pictures(300, 10, 5))?.seconds).toBe(55)
})

test('a clock that goes round goes on', () => {
  const times = [...pictures(CLOCK_ROUND - 2, 50), ...pictures(0, 50)]
  expect(gapsOf(times)).toBeUndefined()
  expect(gapsOf(times, pictures(9, 10))?.seconds).toBeCloseTo(7.04)
})

test.each([
  ['goes back', [pictures(100, 100), pictures(0, 100), pictures(110, 100)]],
  ['jumps by more than ten minutes', [pictures(0, 100), pictures(1000, 100), pictures(1008, 100)]],
])('a clock that %s was set anew, and tells nothing from there on', (_, parts) => {
  expect(gapsOf(...parts)).toBeUndefined()
})

test('all are counted, and the longest kept, in their order', () => {
  const parts = Array.from({ length: 30 }, (_, index) => pictures(index * 10, index === 7 ? 26 : 101))
  const gaps = gapsOf(...parts)
  expect(gaps).toMatchObject({ count: 29, seconds: 28 * 6 + 9 })
  expect(gaps?.longest).toHaveLength(20)
  expect(gaps?.longest).toContainEqual({ atSeconds: 71, seconds: 9 })
  const places = gaps?.longest.map(({ atSeconds }) => atSeconds) ?? []
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})
