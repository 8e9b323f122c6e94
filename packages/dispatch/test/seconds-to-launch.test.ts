import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { secondsToLaunch } from '../src/seconds-to-launch.ts'
import { createDispatcher } from './dispatcher.ts'

const now = new Date('2026-03-04T06:00:00.000Z')
const createdAt = '2026-03-04T05:59:00.000Z'
const begun = (at: string, attempt: number) => ({ at, status: 'PENDING', attempt }) as const

describe('the seconds from queue to launch', () => {
  it.each([
    ['it was asked for', {}, 60],
    ['the time that it was to start at', { startAt: '2026-03-04T05:59:50.000Z' }, 10],
    ['it was asked for, when it was to start before', { startAt: '2026-03-04T05:00:00.000Z' }, 60],
    ['its wait was over', { nextAt: '2026-03-04T05:59:57.500Z' }, 2.5],
    ['its attempt began', { attempt: 2, events: [begun(createdAt, 1), begun('2026-03-04T05:59:40.000Z', 2)] }, 20],
  ])('are those since %s', (_, row, seconds) => {
    const job = buildJob({ createdAt, events: [begun(createdAt, 1)], ...row })
    expect(secondsToLaunch(job, now)).toBe(seconds)
  })

  it('are none where clocks differ', () => {
    expect(secondsToLaunch(buildJob({ createdAt: '2026-03-04T06:00:01.000Z', events: [] }), now)).toBe(0)
  })

  it('are counted for each launch, and for nothing else', async () => {
    const { deliver, clock, metrics } = createDispatcher({ rows: [buildJob()] })
    const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }
    clock.advance(1500)
    await deliver(bell)
    await deliver(bell)
    expect(metrics.measured).toEqual([{ name: 'QueueToLaunchSeconds', seconds: 1.5 }])
  })
})
