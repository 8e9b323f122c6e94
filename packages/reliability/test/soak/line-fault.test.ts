import { describe, expect, it } from '@jest/globals'
import { chooseFaults, lineFaults } from '../../src/soak/line-fault.ts'
import { planJobs } from '../../src/soak/plan.ts'
import { seededRandom } from '../../src/soak/seeded-random.ts'

const calls = Array.from({ length: 10_000 }, (_, index) => `call-${index}`)

describe('the faults of a soak', () => {
  it('are drawn again by the same seed, and others by another', () => {
    const drawn = (seed: number) => calls.map(chooseFaults(seededRandom(seed), 0.1))
    expect(drawn(7)).toEqual(drawn(7))
    expect(drawn(7)).not.toEqual(drawn(8))
  })

  it('hit as many calls as they should, every kind among them', () => {
    const drawn = calls.map(chooseFaults(seededRandom(7), 0.1)).filter((fault) => fault !== undefined)
    expect(drawn.length).toBeGreaterThan(900)
    expect(drawn.length).toBeLessThan(1100)
    expect(new Set(drawn)).toEqual(new Set(lineFaults))
  })

  it('last for every attempt of half of the calls that they hit, and for the first of the others', () => {
    const faultOf = chooseFaults(seededRandom(7), 1)
    const first = calls.map(faultOf)
    const again = calls.map(faultOf)
    expect(first).not.toContain(undefined)
    const lasting = again.filter((fault, index) => fault === first[index]).length
    expect(lasting).toBeGreaterThan(4500)
    expect(lasting).toBeLessThan(5500)
    expect(again.filter((fault) => fault === undefined).length).toBe(calls.length - lasting)
  })
})

it('the jobs of a soak are drawn again by the same seed, with the recorded streams spread among them', () => {
  const options = { jobs: 100, sqsShare: 0.5, perSecond: 2, streams: ['one', 'two'], origin: 'http://127.0.0.1:1' }
  const plan = planJobs(options, seededRandom(7))
  expect(planJobs(options, seededRandom(7))).toEqual(plan)
  expect(plan.flatMap(({ url }, index) => (url.includes('/gone/') ? [] : [index]))).toEqual([0, 50])
  expect(plan.at(-1)?.at).toBe(49_500)
  expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(['REST', 'SQS']))
})
