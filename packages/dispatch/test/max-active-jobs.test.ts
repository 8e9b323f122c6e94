import type { JobStatus } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, arnOf, createDispatcher } from './dispatcher.ts'

const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }

/** A dispatcher with a job that waits and others in these statuses, of which so many may be active. */
function withOthers(maxActiveJobs: number, statuses: readonly JobStatus[], row: Parameters<typeof buildJob>[0] = {}) {
  const others = statuses.map((status, index) => buildJob({ jobId: `other-${index}`, status }))
  const { config } = createDispatcher()
  return createDispatcher({ rows: [buildJob(row), ...others], config: { ...config, maxActiveJobs } })
}

describe('MAX_ACTIVE_JOBS', () => {
  it.each(['STARTED', 'RECORDING', 'UPLOADING', 'CREATING_TORRENT'] as const)(
    'makes a job wait while as many others are active: %s',
    async (status) => {
      const { deliver, job, launches, metrics } = withOthers(2, [status, 'RECORDING'])
      await expect(deliver(bell)).resolves.toEqual(allDone)
      expect(launches()).toEqual([])
      expect(job('job-1')).toMatchObject({
        status: 'PENDING',
        launch: 1,
        deferrals: 1,
        nextAt: '2026-03-04T05:06:37.000Z',
        lookAt: '2026-03-04T05:06:37.000Z',
        statusReason: '2 jobs are active, as many as MAX_ACTIVE_JOBS allows; it is tried again.',
      })
      expect(metrics.counted).toEqual([{ name: 'LaunchDeferred', dimensions: { reason: 'MAX_ACTIVE_JOBS' } }])
    },
  )

  it('launches it when one of them has ended and its time has come', async () => {
    const { deliver, jobs, job, clock, launches } = withOthers(1, ['RECORDING'])
    await deliver(bell)
    await jobs.change('other-0', {}, { set: { status: 'COMPLETED' } })
    await deliver(bell)
    expect(launches()).toEqual([])
    clock.advance(30_000)
    await deliver(bell)
    expect(launches()).toEqual(['job-1/1/1'])
    for (const attribute of ['nextAt', 'statusReason', 'deferrals']) expect(job('job-1')).not.toHaveProperty(attribute)
  })

  it('counts neither what waits nor what has ended', async () => {
    const { deliver, launches } = withOthers(1, ['PENDING', 'COMPLETED', 'FAILED', 'CANCELLED'])
    await deliver(bell)
    expect(launches()).toEqual(['job-1/1/1'])
  })

  it('bounds nothing when it is 0', async () => {
    const { deliver, launches } = withOthers(
      0,
      Array.from({ length: 50 }, () => 'RECORDING' as const),
    )
    await deliver(bell)
    expect(launches()).toEqual(['job-1/1/1'])
  })

  it('holds up no launch that was claimed before: its task may be there already', async () => {
    const pinned = { taskDefinition: 'arn:task-definition:1' }
    const { deliver, job } = withOthers(1, ['RECORDING'], pinned)
    await deliver(bell)
    expect(job('job-1')).toMatchObject({ status: 'STARTED', taskArn: arnOf('job-1/1/1') })
  })

  it('lets a job be cancelled while it waits for room', async () => {
    const { deliver, job, metrics } = withOthers(1, ['RECORDING'], { cancelRequested: true })
    await deliver(bell)
    expect(job('job-1')).toMatchObject({ status: 'CANCELLED' })
    expect(metrics.counted).toEqual([])
  })

  it.each([
    ['is not due', { nextAt: '2026-03-04T06:00:00.000Z' }],
    ['was claimed', { taskDefinition: 'arn:task-definition:1' }],
  ])('has nothing counted for a job that %s', async (_, row) => {
    const { jobs } = withOthers(1, [], row)
    const count = () => Promise.reject(new Error('counted'))
    const { config } = createDispatcher()
    const { deliver } = createDispatcher({ jobs: { ...jobs, count }, config: { ...config, maxActiveJobs: 1 } })
    await expect(deliver(bell)).resolves.toEqual(allDone)
  })
})
