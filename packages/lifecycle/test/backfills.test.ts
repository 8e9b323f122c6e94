import { type Job, nothingBackfilled } from '@chronicle/core'
import { createFakeTorrentOrders } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { dueJob, nothing } from './due-job.ts'
import { createLifecycle } from './lifecycle.ts'

/** A backfill of which nothing was heard for a while. */
const backfill = dueJob({
  ...{ kind: 'backfill', status: 'CREATING_TORRENT', s3Bucket: 'bucket', prefix: 'films/' },
  backfill: { ...nothingBackfilled, after: 'films/a', listed: 7, ordered: 7 },
})

function withBackfill(row: Job = backfill) {
  const orders = createFakeTorrentOrders()
  return { orders, ...createLifecycle([row], { orders }) }
}

describe('a backfill that stands still', () => {
  it('is gone on with, and looked at again should that be lost', async () => {
    const { sweep, orders, row, tally, metrics } = withBackfill()
    await sweep()
    expect(orders.goneOn).toEqual(['job-1'])
    expect(row()).toEqual({ ...backfill, lookAt: '2026-03-04T06:06:00.000Z' })
    expect(tally()).toEqual({ ...nothing, goneOn: 1 })
    expect(metrics.counted).toEqual([{ name: 'SweepRepaired', dimensions: { reason: 'BACKFILL_LEFT_OFF' } }])
  })

  it('is gone on with once when five sweeps run at once', async () => {
    const { sweep, orders } = withBackfill()
    await Promise.all([sweep(), sweep(), sweep(), sweep(), sweep()])
    expect(orders.goneOn).toEqual(['job-1'])
  })

  it('is gone on with by a later sweep where nobody could be told', async () => {
    let isDown = true
    const told: string[] = []
    const goOn = async (jobId: string) => {
      if (isDown) throw new Error('Lambda is down')
      told.push(jobId)
    }
    const { sweep, clock } = createLifecycle([backfill], { orders: { goOn } })
    await expect(sweep()).rejects.toMatchObject({ errors: [{ message: 'Lambda is down' }] })
    isDown = false
    clock.advance(6 * 60_000)
    await sweep()
    expect(told).toEqual(['job-1'])
  })

  it('is left alone, and that is said, where nobody knows which function makes torrents', async () => {
    const { sweep, tally, log } = createLifecycle([backfill])
    await sweep()
    expect(tally()).toEqual({ ...nothing, leftAlone: 1 })
    expect(log.lines[0]?.message).toContain('TORRENT_FUNCTION is not set')
  })

  it.each(['COMPLETED', 'CANCELLED', 'FAILED'] as const)('is nobody’s any more when it is %s', async (status) => {
    const { open: _, lookAt: __, ...ended } = backfill
    const { sweep, orders, tally } = withBackfill({ ...ended, status })
    await sweep()
    expect(orders.goneOn).toEqual([])
    expect(tally()).toEqual(nothing)
  })
})
