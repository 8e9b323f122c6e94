import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { jobStatuses, lookAfter, lookFrom, openStatuses, removedBy } from '../../src/index.ts'

const now = new Date('2026-03-04T05:06:07.000Z')

describe('when the sweep looks at a job', () => {
  it.each([
    ['two minutes after a bell', 'bell', '2026-03-04T05:08:07.000Z'],
    ['ten minutes after a launch', 'launch', '2026-03-04T05:16:07.000Z'],
    ['three minutes after its recorder wrote, at the next whole one', 'recorder', '2026-03-04T05:10:00.000Z'],
    ['three minutes after a page of a backfill', 'backfill', '2026-03-04T05:09:07.000Z'],
  ] as const)('is %s', (_, moved, lookAt) => {
    expect(lookAfter(moved, now)).toEqual({ open: 'yes', lookAt })
  })

  it('is the end of its wait', () => {
    expect(lookFrom(now)).toEqual({ open: 'yes', lookAt: '2026-03-04T05:06:07.000Z' })
  })

  it('stays the same for the writes of a recorder within a minute, and is never sooner than three minutes off', () => {
    const secondsOfAnHour = fc.integer({ min: 0, max: 3599 })
    fc.assert(
      fc.property(secondsOfAnHour, (second) => {
        const time = new Date(Date.UTC(2026, 2, 4, 5, 0, second))
        const { lookAt } = lookAfter('recorder', time)
        const patience = Date.parse(lookAt) - time.getTime()
        expect(patience).toBeGreaterThanOrEqual(180_000)
        expect(patience).toBeLessThan(240_000)
        expect(lookAt).toMatch(/:00\.000Z$/)
      }),
    )
  })
})

describe('removedBy', () => {
  it.each(jobStatuses.filter((status) => !openStatuses.includes(status)))(
    'takes a job that is %s out of the index, beside what else is removed',
    (status) => {
      expect(removedBy({ set: { status }, remove: ['torrentError', 'open'] })).toEqual([
        'torrentError',
        'open',
        'lookAt',
      ])
      expect(removedBy({ set: { status } })).toEqual(['open', 'lookAt'])
    },
  )

  it.each(openStatuses)('leaves a job in it that is %s', (status) => {
    expect(removedBy({ set: { status }, remove: ['nextAt'] })).toEqual(['nextAt'])
  })

  it('leaves it alone where the status is not changed', () => {
    expect(removedBy({ set: {} })).toEqual([])
    expect(removedBy({ remove: ['nextAt'] })).toEqual(['nextAt'])
  })
})
