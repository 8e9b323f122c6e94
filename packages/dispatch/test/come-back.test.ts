import { jobsQueue } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { comesBackAfter } from '../src/comes-back-after.ts'
import { comesBack, createDispatcher, url } from './dispatcher.ts'

const TIMEOUT_S = 30
const HALF_AN_HOUR_S = 1800
const TWELVE_HOURS_S = 43_200

describe('the time after which a failed message comes back', () => {
  it('is half a minute first, then grows fast to a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5].map((receives) => comesBackAfter(receives, () => 0))).toEqual([30, 240, 900, 900, 900])
  })

  it('adds up to more than half an hour before the last of the tries that a message has', () => {
    const waits = Array.from({ length: jobsQueue.maxReceives - 1 }, (_, index) => comesBackAfter(index + 1, () => 0))
    expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(HALF_AN_HOUR_S)
  })

  it('is never shorter than a try may take, nor longer than SQS allows, whatever the chance', () => {
    const receives = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5000 }))
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(receives, chance, (count, random) => {
        const seconds = comesBackAfter(count, () => random)
        expect(Number.isInteger(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual(TIMEOUT_S)
        expect(seconds).toBeLessThanOrEqual(TWELVE_HOURS_S - TIMEOUT_S)
      }),
    )
  })

  it('is not the same for two messages that failed together', () => {
    expect(comesBackAfter(1, () => 0.2)).not.toBe(comesBackAfter(1, () => 0.8))
  })
})

/** A dispatcher whose ECS answers no call for these jobs. */
function withSilentEcs(...silent: readonly string[]) {
  const { tasks } = createDispatcher()
  const run: typeof tasks.run = (launch) =>
    silent.includes(launch.jobId) ? Promise.reject(new Error('socket hang up')) : tasks.run(launch)
  return createDispatcher({ tasks: { ...tasks, run } })
}

describe('messages that fail', () => {
  it('come back later each time they were received, and those that are done do not', async () => {
    const { deliver, messages } = withSilentEcs('first', 'third')
    const message = (messageId: string, receives: number) => ({ messageId, receives, body: { url } })
    const batch = [message('first', 1), message('third', 3), message('done', 4)]
    await expect(deliver(...batch)).resolves.toEqual(comesBack('first', 'third'))
    expect(Object.fromEntries(messages.hidden)).toEqual({ 'receipt-first': 30, 'receipt-third': 900 })
  })

  it('come back together with what was held back behind them, by how often the first of them failed', async () => {
    const { deliver, messages } = withSilentEcs('head')
    const message = (messageId: string, receives: number) => ({ messageId, receives, groupId: 'a', body: { url } })
    await expect(deliver(message('head', 2), message('behind', 1))).resolves.toEqual(comesBack('head', 'behind'))
    expect(Object.fromEntries(messages.hidden)).toEqual({ 'receipt-head': 240, 'receipt-behind': 240 })
  })

  it('come back by themselves where SQS cannot be told when', async () => {
    const { tasks } = createDispatcher()
    const run = () => Promise.reject(new Error('socket hang up'))
    const messages = { hide: () => Promise.reject(new Error('SQS is down')) }
    const { deliver, log } = createDispatcher({ tasks: { ...tasks, run }, messages })
    await expect(deliver({ messageId: 'message-1', body: { url } })).resolves.toEqual(comesBack('message-1'))
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: 'warn', message: 'message not hidden, it comes back by itself' }),
    )
  })

  it('do not keep the answer waiting for an SQS that hangs', async () => {
    const { tasks } = createDispatcher()
    const run = () => Promise.reject(new Error('socket hang up'))
    const messages = { hide: () => new Promise<never>(() => {}) }
    const { deliver, timeLeft } = createDispatcher({
      tasks: { ...tasks, run },
      messages,
      pause: async () => timeLeft(1200),
    })
    const began = performance.now()
    await expect(deliver({ messageId: 'message-1', body: { url } })).resolves.toEqual(comesBack('message-1'))
    expect(performance.now() - began).toBeLessThan(1000)
  })
})
