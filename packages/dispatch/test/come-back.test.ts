import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { comesBackAfter } from '../src/comes-back-after.ts'
import { comesBack, createDispatcher, url } from './dispatcher.ts'

const SIX_TIMEOUTS_S = 6 * 30
const TWELVE_HOURS_S = 43_200

describe('the time after which a failed message comes back', () => {
  it('doubles from six time-outs of the function to a quarter of an hour', () => {
    expect([1, 2, 3, 4, 5, 6].map((receives) => comesBackAfter(receives, () => 0))).toEqual([
      180, 360, 720, 900, 900, 900,
    ])
  })

  it('is never shorter than what is left of the time by itself, nor longer than SQS allows, whatever the chance', () => {
    const receives = fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 5000 }))
    const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(receives, chance, (count, random) => {
        const seconds = comesBackAfter(count, () => random)
        expect(Number.isInteger(seconds)).toBe(true)
        expect(seconds).toBeGreaterThanOrEqual(SIX_TIMEOUTS_S)
        expect(seconds).toBeLessThanOrEqual(TWELVE_HOURS_S - SIX_TIMEOUTS_S)
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
    expect(Object.fromEntries(messages.hidden)).toEqual({ 'receipt-first': 180, 'receipt-third': 720 })
  })

  it('come back together with what was held back behind them, by how often the first of them failed', async () => {
    const { deliver, messages } = withSilentEcs('head')
    const message = (messageId: string, receives: number) => ({ messageId, receives, groupId: 'a', body: { url } })
    await expect(deliver(message('head', 3), message('behind', 1))).resolves.toEqual(comesBack('head', 'behind'))
    expect(Object.fromEntries(messages.hidden)).toEqual({ 'receipt-head': 720, 'receipt-behind': 720 })
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
