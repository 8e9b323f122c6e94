import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { nextTry } from '../src/next-try.ts'

const now = new Date('2026-03-04T05:06:07.000Z')
const wait = (deferrals: number, random = 0) => nextTry(deferrals, now, () => random).getTime() - now.getTime()

const refusals = fc.integer({ min: 1, max: 5000 })
const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

describe('the wait after a refusal', () => {
  it('doubles from half a minute to five', () => {
    expect([1, 2, 3, 4, 5, 6].map((deferrals) => wait(deferrals) / 1000)).toEqual([30, 60, 120, 240, 300, 300])
  })

  it('is never shorter than 15 seconds or longer than five minutes, whatever the count and the chance', () => {
    fc.assert(
      fc.property(refusals, chance, (deferrals, random) => {
        expect(wait(deferrals, random)).toBeGreaterThanOrEqual(15_000)
        expect(wait(deferrals, random)).toBeLessThanOrEqual(300_000)
      }),
    )
  })

  it('is cut by chance to no less than a half, and never grows by it', () => {
    fc.assert(
      fc.property(refusals, chance, (deferrals, random) => {
        expect(wait(deferrals, random)).toBeGreaterThanOrEqual(wait(deferrals) / 2)
        expect(wait(deferrals, random)).toBeLessThanOrEqual(wait(deferrals))
      }),
    )
  })

  it('is not the same for two jobs that were refused together', () => {
    expect(wait(1, 0.2)).not.toBe(wait(1, 0.8))
  })
})
