import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from '@jest/globals'
import { inTime, OutOfTime, timeLeft, withTimeLeft } from '../src/index.ts'

const never = () => new Promise<never>(() => {})

describe('the time that is left', () => {
  it('is without end where nobody says', async () => {
    expect(timeLeft()).toBe(Number.POSITIVE_INFINITY)
    await expect(inTime(async () => 'done')).resolves.toBe('done')
  })

  it('is asked for again and again, and known however deep the work goes', async () => {
    let left = 100
    await withTimeLeft(
      () => left,
      async () => {
        expect(timeLeft()).toBe(100)
        await sleep(1)
        left = 7
        expect(timeLeft()).toBe(7)
      },
    )
    expect(timeLeft()).toBe(Number.POSITIVE_INFINITY)
  })

  it('is that of the work that asks, when several are at it at once', async () => {
    const seen = (left: number) =>
      withTimeLeft(
        () => left,
        async () => {
          await sleep(1)
          return timeLeft()
        },
      )
    await expect(Promise.all([seen(1), seen(2), seen(3)])).resolves.toEqual([1, 2, 3])
  })

  it('ends the waiting for work that takes longer', async () => {
    await expect(
      withTimeLeft(
        () => 10,
        () => inTime(never),
      ),
    ).rejects.toBeInstanceOf(OutOfTime)
    await expect(
      withTimeLeft(
        () => 1000,
        () => inTime(async () => 'done'),
      ),
    ).resolves.toBe('done')
  })

  it('begins nothing when it is over', async () => {
    let isBegun = false
    const work = async () => {
      isBegun = true
    }
    await expect(
      withTimeLeft(
        () => 0,
        () => inTime(work),
      ),
    ).rejects.toBeInstanceOf(OutOfTime)
    expect(isBegun).toBe(false)
  })
})
