import type { Job } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import { DUE, dueJob, nothing } from './due-job.ts'
import { createLifecycle, NOW } from './lifecycle.ts'

const pinned = { taskDefinition: 'arn:task-definition:1' }
const names = (count: number) => Array.from({ length: count }, (_, index) => `job-${index}`)

describe('the sweep', () => {
  it.each<[string, string, Partial<Job>]>([
    ['whose wait is over', 'WAIT_OVER', { nextAt: DUE, deferrals: 3, statusReason: 'no room' }],
    ['whose bell was lost', 'BELL_LOST', {}],
    ['whose claim was never heard of again', 'LAUNCH_UNKNOWN', pinned],
    ['which is due this very moment', 'BELL_LOST', { lookAt: NOW }],
  ])('rings for a job %s, and looks again two minutes later', async (_, reason, row) => {
    const job = dueJob({ sendSeq: 4, ...row })
    const { sweep, queue, row: after, metrics, tally } = createLifecycle([job])
    await sweep()
    expect(queue.rings).toEqual([{ jobId: 'job-1', sendSeq: 5 }])
    expect(after()).toEqual({ ...job, sendSeq: 5, lookAt: '2026-03-04T06:02:00.000Z' })
    expect(metrics.counted).toEqual([{ name: 'SweepRepaired', dimensions: { reason } }])
    expect(tally()).toEqual({ ...nothing, rung: 1 })
  })

  it.each<[string, Partial<Job>]>([
    ['is not due', { lookAt: '2026-03-04T06:00:00.001Z' }],
    ['is from before there was an index', { open: undefined, lookAt: undefined }],
    ['is a torrent', { kind: 'torrent', status: 'COMPLETED', open: undefined, lookAt: undefined }],
  ])('finds nothing to do for a row that %s', async (_, row) => {
    const job = dueJob(row)
    const { sweep, queue, row: after, tally } = createLifecycle([job])
    await sweep()
    expect(queue.rings).toEqual([])
    expect(after()).toEqual(job)
    expect(tally()).toEqual(nothing)
  })

  it('takes a job out of the index that an older recorder ended without a word to it', async () => {
    const { open, lookAt, ...ended } = dueJob({ status: 'COMPLETED', size: 1 })
    const { sweep, queue, row, tally } = createLifecycle([{ ...ended, open, lookAt }])
    await sweep()
    expect(queue.rings).toEqual([])
    expect(row()).toEqual(ended)
    expect(tally()).toEqual({ ...nothing, dropped: 1 })
  })

  it('rings once for each due job when five sweeps run at once', async () => {
    const jobs = names(20).map((jobId) => dueJob({ jobId }))
    const { sweep, queue, metrics } = createLifecycle(jobs)
    await Promise.all([sweep(), sweep(), sweep(), sweep(), sweep()])
    expect(queue.rings.map(({ jobId }) => jobId).sort()).toEqual(names(20).sort())
    expect(metrics.counted).toHaveLength(20)
  })

  it.each<[string, Partial<Job>]>([
    ['was claimed', { ...pinned, lookAt: '2026-03-04T06:01:00.000Z' }],
    ['was launched', { status: 'STARTED', lookAt: '2026-03-04T06:10:00.000Z' }],
    ['was put off again', { launch: 2, nextAt: '2026-03-04T06:04:00.000Z', lookAt: '2026-03-04T06:04:00.000Z' }],
    ['has ended', { status: 'FAILED' }],
  ])('does not ring for a job that %s since the index was read', async (_, meanwhile) => {
    const lifecycle = createLifecycle([dueJob()])
    const due: typeof lifecycle.jobs.due = async function* (at) {
      for await (const job of lifecycle.jobs.due(at)) {
        await lifecycle.jobs.change(job.jobId, {}, { set: meanwhile })
        yield job
      }
    }
    const { sweep, tally } = createLifecycle([], {
      jobs: { ...lifecycle.jobs, due },
      queue: lifecycle.queue,
      log: lifecycle.log,
    })
    await sweep()
    expect(lifecycle.queue.rings).toEqual([])
    expect(lifecycle.row()).toMatchObject({ ...meanwhile, sendSeq: 1 })
    expect(lifecycle.tally()).toEqual({ ...nothing, movedOn: 1 })
    expect(tally()).toBeUndefined()
  })

  it('rings again in a later sweep for a job whose bell could not be rung, with a number that rises', async () => {
    const rings: number[] = []
    let isDown = true
    const ring = async (_: string, sendSeq: number) => {
      if (isDown) throw new Error('SQS is down')
      rings.push(sendSeq)
    }
    const { sweep, clock, row } = createLifecycle([dueJob()], { queue: { ring } })
    await expect(sweep()).rejects.toThrow('1 due jobs could not be served')
    isDown = false
    await sweep()
    expect(rings).toEqual([])
    clock.advance(120_000)
    await sweep()
    expect(rings).toEqual([3])
    expect(row()).toMatchObject({ status: 'PENDING', sendSeq: 3 })
  })

  it('serves the others when one cannot be, and fails at the end so that somebody sees it', async () => {
    const rings: string[] = []
    const ring = async (jobId: string) => {
      if (jobId === 'job-1') throw new Error('no such queue')
      rings.push(jobId)
    }
    const { sweep, log, tally } = createLifecycle(
      names(3).map((jobId) => dueJob({ jobId })),
      { queue: { ring } },
    )
    await expect(sweep()).rejects.toMatchObject({ errors: [{ message: 'no such queue' }] })
    expect(rings).toEqual(['job-0', 'job-2'])
    expect(tally()).toEqual({ ...nothing, rung: 2, failed: 1 })
    expect(log.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { message: 'due job not served', fields: { jobId: 'job-1', error: { message: 'no such queue' } } },
      { message: 'invocation failed' },
    ])
  })

  it('stops in time, the longest due served first, and says how many are left', async () => {
    const jobs = names(10).map((jobId, index) => dueJob({ jobId, lookAt: `2026-03-04T05:59:0${9 - index}.000Z` }))
    const { sweep, queue, tally } = createLifecycle(jobs)
    await sweep(() => 23_000 - 1000 * queue.rings.length)
    expect(queue.rings.map(({ jobId }) => jobId)).toEqual(['job-9', 'job-8', 'job-7'])
    expect(tally()).toEqual({ ...nothing, rung: 3, left: 7 })
    await sweep()
    expect(queue.rings).toHaveLength(10)
  })

  it('counts what is left no further than a thousand', async () => {
    const { sweep, queue, tally } = createLifecycle(names(1200).map((jobId) => dueJob({ jobId })))
    await sweep(() => 0)
    expect(queue.rings).toEqual([])
    expect(tally()).toEqual({ ...nothing, left: 1000 })
  })

  it('writes one line where nothing goes wrong, without anything of the jobs', async () => {
    const { sweep, log } = createLifecycle(names(3).map((jobId) => dueJob({ jobId })))
    await sweep()
    expect(log.lines).toEqual([{ level: 'info', message: 'swept', fields: { ...nothing, rung: 3 } }])
  })

  it('fails when the table cannot be read', async () => {
    const jobs = createLifecycle([]).jobs
    const due: typeof jobs.due = () => {
      throw new Error('the table is down')
    }
    await expect(createLifecycle([], { jobs: { ...jobs, due } }).sweep()).rejects.toThrow('the table is down')
  })
})
