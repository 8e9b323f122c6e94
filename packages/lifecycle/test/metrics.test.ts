import { createMetrics } from '@chronicle/core/lambda'
import { catchMetrics } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { dueJob } from './due-job.ts'
import { createLifecycle, taskArn } from './lifecycle.ts'

const [service, reason, code] = [['service'], ['service', 'reason'], ['service', 'code']]
const running = dueJob({ status: 'RECORDING', taskArn, runner: taskArn, lookAt: '2026-03-04T06:03:00.000Z' })
const withMetrics = (...rows: Parameters<typeof createLifecycle>[0]) =>
  createLifecycle(rows, { metrics: createMetrics('job-lifecycle') })

describe('what job-lifecycle counts, as CloudWatch reads it', () => {
  it('is each of its metrics by its own name and dimensions, and never by a job', async () => {
    using printed = catchMetrics()
    const waiting = dueJob({ jobId: 'waiting' })
    const { stop, sweep, deadLetter, jobs } = withMetrics(running, waiting)
    await sweep()
    await stop({ containers: [{ exitCode: 1 }] })
    await jobs.change('job-1', {}, { set: { status: 'COMPLETED' }, remove: ['endHeardAt'] })
    await stop()
    await deadLetter('lost', { jobId: 'nobody' })
    expect(printed.metrics()).toEqual([
      { name: 'SweepRepaired', value: 1, dimensions: reason },
      { name: 'JobFailed', value: 1, dimensions: code },
      { name: 'JobCompleted', value: 1, dimensions: service },
      { name: 'JobFailed', value: 1, dimensions: code },
      { name: 'DeadLettered', value: 1, dimensions: service },
    ])
    expect(printed.text()).not.toMatch(/jobId|job-1|waiting|nobody|lost/)
  })

  it('is there of what was done before something threw', async () => {
    using printed = catchMetrics()
    const rows = [dueJob({ jobId: 'rung', lookAt: '2026-03-04T05:58:00.000Z' }), dueJob({ jobId: 'broken' })]
    const { jobs } = createLifecycle(rows)
    const change: typeof jobs.change = (jobId, ...wanted) =>
      jobId === 'broken' ? Promise.reject(new Error('table is away')) : jobs.change(jobId, ...wanted)
    const different = { jobs: { ...jobs, change }, metrics: createMetrics('job-lifecycle') }
    await expect(createLifecycle([], different).sweep()).rejects.toThrow('could not be served')
    expect(printed.metrics()).toEqual([{ name: 'SweepRepaired', value: 1, dimensions: reason }])
  })

  it('is nothing where there is nothing to do', async () => {
    using printed = catchMetrics()
    const { stop, sweep } = withMetrics(dueJob({ lookAt: '2026-03-04T06:00:00.001Z' }))
    await stop({ startedBy: 'somebody else' })
    await sweep()
    expect(printed.text()).toBe('')
  })
})
