import { fixedClock } from '@chronicle/core/testing'
import { expect, test } from '@jest/globals'
import { createLimits, isWhole, outcomeOf } from '../../src/job/limits.ts'
import { noProgress } from '../../src/progress.ts'

test('a recording is long enough by its media, however fast it came', () => {
  const limit = createLimits(fixedClock(), 60)
  expect(limit({ ...noProgress(), mediaSeconds: 59.9 })).toBeUndefined()
  expect(limit({ ...noProgress(), mediaSeconds: 60 })).toBe('MAX_DURATION')
})

test('a recording is long enough by the time it took, however little came', () => {
  const clock = fixedClock()
  const limit = createLimits(clock, 60)
  clock.advance(60_000)
  expect(limit(noProgress())).toBe('MAX_DURATION')
})

test('a recording ends before S3 has no part number left for it', () => {
  const limit = createLimits(fixedClock(), 60)
  expect(limit({ ...noProgress(), bytesDownloaded: 10_000 * 8_388_608 })).toBe('MAX_SIZE')
})

test('a recording is whole when it came to the end that its stream or its caller wanted', () => {
  expect(isWhole('ENDED', {}, 100)).toBe(true)
  expect(isWhole('MAX_DURATION', { maxDurationSeconds: 60 }, 100)).toBe(true)
})

test.each([
  ['MAX_DURATION', {}],
  ['MAX_DURATION', { maxDurationSeconds: 200 }],
  ['STOPPED', {}],
  ['STALLED', {}],
  ['SOURCE_LOST', {}],
] as const)('a recording cut short by %s is partial', (endReason, job) => {
  expect(isWhole(endReason, job, 100)).toBe(false)
})

test('a recording that came to its end is partial where something is missing inside', () => {
  const gaps = { count: 1, seconds: 2, longest: [{ atSeconds: 1, seconds: 2 }] }
  expect(outcomeOf('ENDED', {}, 100)).toEqual({ endReason: 'ENDED' })
  expect(outcomeOf('ENDED', {}, 100, gaps)).toEqual({ endReason: 'ENDED', partial: true, gaps })
})
