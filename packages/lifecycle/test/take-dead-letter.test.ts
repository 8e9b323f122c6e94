import type { Job } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createLifecycle, NOW, taskArn } from './lifecycle.ts'

const waiting = (row: Partial<Job> = {}) => buildJob({ status: 'PENDING', ...row })
const taken = { batchItemFailures: [] }
const dead = { name: 'DeadLettered' }
const failed = { name: 'JobFailed', dimensions: { code: 'DEAD_LETTERED' } }

describe('a dead letter', () => {
  it('fails the job that waits for it, with the cause, and keeps the message', async () => {
    const { deadLetter, row, metrics } = createLifecycle([waiting({ statusReason: 'ECS is away' })])
    await expect(deadLetter('m-1', { jobId: 'job-1' })).resolves.toEqual(taken)
    expect(row()).toMatchObject({
      ...{ status: 'FAILED', errorCode: 'DEAD_LETTERED', finishedAt: NOW, deadLetteredAt: NOW },
      ...{ ttl: expect.any(Number), requestBody: '{"jobId":"job-1"}', url: buildJob().url },
      error: expect.stringMatching(/could not be served.*log of dispatch-to-ecs.*ECS is away.*retry/),
    })
    expect(row()).not.toHaveProperty('open')
    expect(row()?.events.at(-1)).toMatchObject({ status: 'FAILED', reason: row()?.error })
    expect(metrics.counted).toEqual([dead, failed])
  })

  it("of somebody else's message finds the job by the id of the message", async () => {
    const { deadLetter, row } = createLifecycle([waiting({ jobId: 'm-1' })])
    await deadLetter('m-1', { url: 'https://example.com/live' })
    expect(row('m-1')).toMatchObject({ status: 'FAILED', errorCode: 'DEAD_LETTERED' })
  })

  it.each([
    ['a bell for a job that there is not', { jobId: 'unknown' }, 'unknown'],
    ['a message whose job was never written', { jobId: 'never', url: 'https://example.com/live' }, 'never'],
    ['no JSON', '{{{', 'm-1'],
    ['null', 'null', 'm-1'],
    ['an id that is none of ours', { jobId: '../x' }, 'm-1'],
  ])('of %s becomes a FAILED job', async (_, body, jobId) => {
    const { deadLetter, row, metrics } = createLifecycle([])
    await expect(deadLetter('m-1', body)).resolves.toEqual(taken)
    expect(row(jobId)).toMatchObject({ status: 'FAILED', errorCode: 'DEAD_LETTERED', deadLetteredAt: NOW })
    expect(row(jobId)?.requestBody).toBe(typeof body === 'string' ? body : JSON.stringify(body))
    expect(metrics.counted).toEqual([dead, failed])
  })

  it('keeps no more than 64 KiB of the message', async () => {
    const { deadLetter, row } = createLifecycle([])
    await deadLetter('m-1', 'x'.repeat(200_000))
    expect(row('m-1')?.requestBody).toHaveLength(65_536)
  })

  it.each<[string, Partial<Job>]>([
    ['records', { status: 'RECORDING', runner: taskArn }],
    ['has a recorder that nobody was told of', { runner: taskArn }],
    ['waits for a time that has not come', { nextAt: '2026-03-04T06:00:01.000Z' }],
    ['has ended', { status: 'COMPLETED' }],
    ['has failed', { status: 'FAILED', errorCode: 'STREAM_NOT_FOUND' }],
  ])('of a job that %s is an event of it, and changes nothing else', async (_, change) => {
    const job = waiting(change)
    const { deadLetter, row, metrics } = createLifecycle([job])
    await deadLetter('m-1', { jobId: 'job-1' })
    const event = { at: NOW, status: job.status, attempt: 1, reason: expect.stringContaining('message m-1') }
    expect(row()).toEqual({ ...job, events: [...job.events, event] })
    expect(metrics.counted).toEqual([dead])
  })

  it.each(['RUNNING', 'STOPPED'])('does not fail a job with a task of its launch that is %s', async (lastStatus) => {
    const { deadLetter, row, tasks } = createLifecycle([waiting({ taskDefinition: 'arn:definition:1' })])
    tasks.tell({ taskArn, lastStatus, startedBy: 'job-1/1/1' })
    await deadLetter('m-1', { jobId: 'job-1' })
    expect(row()?.status).toBe('PENDING')
  })

  it('is no loss for a recorder that passes the fence at that very moment', async () => {
    const lifecycle = createLifecycle([waiting()])
    const startedBy = async () => {
      await lifecycle.jobs.change('job-1', {}, { set: { runner: taskArn, status: 'RECORDING' } })
      return []
    }
    await createLifecycle([], { ...lifecycle, tasks: { ...lifecycle.tasks, startedBy } }).deadLetter('m-1', {
      jobId: 'job-1',
    })
    expect(lifecycle.row()).toMatchObject({ status: 'RECORDING', events: [{}, { reason: /m-1/ }] })
  })

  it.each<[string, readonly Job[]]>([
    ['that fails its job', [waiting()]],
    ['of a job that goes on', [waiting({ status: 'RECORDING' })]],
    ['of no job', []],
  ])('%s is seen once, however often and at once it is taken', async (_, rows) => {
    const { deadLetter, row, metrics } = createLifecycle(rows)
    await Promise.all([1, 2, 3].map(() => deadLetter('m-1', { jobId: 'job-1' })))
    const before = row()
    await deadLetter('m-1', { jobId: 'job-1' })
    expect(row()?.status).toBe(before?.status)
    expect(row()?.errorCode).toBe(before?.errorCode)
    expect(metrics.counted.filter(({ name }) => name === 'JobFailed')).toHaveLength(before?.errorCode ? 1 : 0)
    expect(row()?.events.filter(({ reason }) => reason?.includes('m-1'))).toHaveLength(1)
  })

  it('comes back when it cannot be taken now, and the others are taken', async () => {
    const lifecycle = createLifecycle([waiting()])
    const get = () => Promise.reject(new Error('the table is away'))
    const broken = createLifecycle([], { ...lifecycle, jobs: { ...lifecycle.jobs, get } })
    await expect(broken.deadLetter('m-1', { jobId: 'job-1' })).resolves.toEqual({
      batchItemFailures: [{ itemIdentifier: 'm-1' }],
    })
    expect(lifecycle.row()?.status).toBe('PENDING')
  })

  it('of a job whose cancellation is asked for meanwhile leaves it to be CANCELLED', async () => {
    const lifecycle = createLifecycle([waiting()])
    const startedBy: typeof lifecycle.tasks.startedBy = async (name) => {
      await lifecycle.jobs.change('job-1', {}, { set: { cancelRequested: true } })
      return lifecycle.tasks.startedBy(name)
    }
    const { deadLetter } = createLifecycle([], { ...lifecycle, tasks: { ...lifecycle.tasks, startedBy } })
    await expect(deadLetter('m-1', { jobId: 'job-1' })).resolves.toEqual(taken)
    expect(lifecycle.row()).toMatchObject({ status: 'PENDING', cancelRequested: true })
  })

  it('of a cancelled job that was never launched ends it as what it is', async () => {
    const { deadLetter, row } = createLifecycle([waiting({ cancelRequested: true })])
    await deadLetter('m-1', { jobId: 'job-1' })
    expect(row()?.status).toBe('CANCELLED')
  })
})
