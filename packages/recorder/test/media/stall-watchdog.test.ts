import { fixedClock } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { createStallWatchdog, stallLimit } from '../../src/media/stall-watchdog.ts'

test('waits for six of the longest segments, and at least for the minimum', () => {
  expect(stallLimit(30_000, 2)).toBe(30_000)
  expect(stallLimit(30_000, 10)).toBe(60_000)
  expect(stallLimit(30_000, undefined)).toBe(30_000)
})

test('notices that reports keep coming which report nothing new', () => {
  const clock = fixedClock()
  const watchdog = createStallWatchdog(30_000, clock)
  watchdog.observe({ seconds: 4, bytes: 1000 })
  for (let second = 0; second < 29; second++) {
    clock.advance(1000)
    watchdog.observe({ seconds: 4, bytes: 1000 })
  }
  expect(watchdog.isStalled()).toBe(false)
  clock.advance(1000)
  expect(watchdog.isStalled()).toBe(true)
})

test.each([
  ['time line', { seconds: 5, bytes: 1000 }],
  ['size', { seconds: 4, bytes: 1001 }],
])('a %s that grows is progress', (_, progress) => {
  const clock = fixedClock()
  const watchdog = createStallWatchdog(30_000, clock)
  watchdog.observe({ seconds: 4, bytes: 1000 })
  clock.advance(29_000)
  watchdog.observe(progress)
  clock.advance(29_000)
  expect(watchdog.isStalled()).toBe(false)
})

test('notices a stream that never brings anything', () => {
  const clock = fixedClock()
  const watchdog = createStallWatchdog(30_000, clock)
  clock.advance(30_000)
  watchdog.observe({ seconds: undefined, bytes: 0 })
  expect(watchdog.isStalled()).toBe(true)
})
