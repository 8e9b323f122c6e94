import { isEnded, type Job, jobStatuses } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { arnOf, createDispatcher } from './dispatcher.ts'

const cancel = (request: ReturnType<typeof createDispatcher>['request'], jobId = 'job-1') =>
  request({ method: 'DELETE', path: `/jobs/${jobId}` })
const withJob = (overrides: Partial<Job> = {}) => createDispatcher({ rows: [buildJob(overrides)] })
const launched = { status: 'RECORDING', taskDefinition: 'arn:definition', taskArn: arnOf('job-1/1/1') } as const
const asked = { status: 'RECORDING', attempt: 1, reason: 'CANCEL_REQUESTED' }

describe('DELETE /jobs/{jobId}', () => {
  it('ends a job at once that nothing was launched for', async () => {
    const { request, job, deliver, launches, tasks } = withJob({ nextAt: '2099-01-01T00:00:00.000Z' })
    const answer = await cancel(request)
    expect(answer).toMatchObject({ statusCode: 202, body: { jobId: 'job-1', status: 'CANCELLED' } })
    expect(job('job-1')).toMatchObject({
      status: 'CANCELLED',
      endReason: 'CANCEL_REQUESTED',
      finishedAt: '2026-03-04T05:06:07.000Z',
      ttl: 1_775_192_767,
      events: [{ status: 'PENDING' }, { status: 'CANCELLED', reason: 'CANCEL_REQUESTED' }],
    })
    for (const attribute of ['nextAt', 'open', 'lookAt', 'cancelRequested'])
      expect(job('job-1')).not.toHaveProperty(attribute)
    await deliver({ messageId: 'message-1', body: { jobId: 'job-1' } })
    expect([launches(), tasks.stopped]).toEqual([[], []])
  })

  it('ends a backfill at once: who is at it finds that when its page is done', async () => {
    const backfill = { after: 'films/a', listed: 7, ready: 1, ordered: 6, refused: 0, failed: 0 }
    const { request, job, tasks } = withJob({
      kind: 'backfill',
      status: 'CREATING_TORRENT',
      prefix: 'films/',
      backfill,
    })
    const answer = await cancel(request)
    expect(answer).toMatchObject({ statusCode: 202, body: { status: 'CANCELLED', prefix: 'films/', backfill } })
    expect(job('job-1')).toMatchObject({ endReason: 'CANCEL_REQUESTED', ttl: 1_775_192_767, backfill })
    for (const attribute of ['open', 'lookAt', 'cancelRequested']) expect(job('job-1')).not.toHaveProperty(attribute)
    expect(tasks.stopped).toEqual([])
  })

  it('ends a job at once with what an earlier attempt recorded, where it waits for the next', async () => {
    const first = { attempt: 1, status: 'COMPLETED', partial: true, s3Key: 'recordings/a.mkv', size: 4 } as const
    const { request, job } = withJob({ attempt: 2, attempts: [first] })
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 202, body: { status: 'COMPLETED' } })
    expect(job('job-1')).toMatchObject({ attempt: 2, partial: true, s3Key: 'recordings/a.mkv', size: 4 })
    expect(job('job-1')?.statusReason).toContain('attempt 1 is kept')
  })

  it('asks a recorder to stop, and leaves the end of its job to it', async () => {
    const { request, job, tasks } = withJob({ ...launched, runner: launched.taskArn })
    await expect(cancel(request)).resolves.toMatchObject({
      statusCode: 202,
      body: { status: 'RECORDING', cancelRequested: true },
    })
    expect(tasks.stopped).toEqual([launched.taskArn])
    expect(job('job-1')?.events.at(-1)).toMatchObject(asked)
    expect(job('job-1')).toMatchObject({ open: 'yes', lookAt: expect.any(String) })
  })

  it.each<[string, Partial<Job>, string[]]>([
    ['claimed, with a launch whose outcome nobody knows', { taskDefinition: 'arn:definition' }, []],
    ['recorded by a task that its launch has not told of yet', { runner: arnOf('job-1/1/1') }, [arnOf('job-1/1/1')]],
    ['recorded by a program that no ECS started', { status: 'RECORDING', runner: 'process/1' }, []],
    ['launched twice', { ...launched, runner: 'arn:task-b' }, [launched.taskArn, 'arn:task-b']],
  ])('asks for the end in the row of a job that is %s', async (_, overrides, stopped) => {
    const { request, job, tasks } = withJob(overrides)
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 202, body: { cancelRequested: true } })
    expect(job('job-1')).toMatchObject({ cancelRequested: true, status: overrides.status ?? 'PENDING' })
    expect(tasks.stopped).toEqual(stopped)
  })

  it('is harmless when repeated, and asks the task again', async () => {
    const { request, job, tasks } = withJob(launched)
    await cancel(request)
    const before = job('job-1')
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 202 })
    expect(job('job-1')).toEqual(before)
    expect(tasks.stopped).toEqual([launched.taskArn, launched.taskArn])
  })

  it('stands when the task cannot be reached: its recorder reads the row', async () => {
    const stop = () => Promise.reject(new Error('ECS is down'))
    const { tasks } = createDispatcher()
    const { request, job } = createDispatcher({ rows: [buildJob(launched)], tasks: { ...tasks, stop } })
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 202, body: { cancelRequested: true } })
    expect(job('job-1')).toMatchObject({ cancelRequested: true })
  })

  it.each(jobStatuses.filter(isEnded))('leaves a job alone that is %s, and answers it', async (status) => {
    const { request, job, tasks } = withJob({ ...launched, status })
    const before = job('job-1')
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 200, body: { status } })
    expect(job('job-1')).toEqual(before)
    expect(tasks.stopped).toEqual([])
  })

  it('answers 404 where there is no such job', async () => {
    await expect(cancel(createDispatcher().request)).resolves.toMatchObject({
      statusCode: 404,
      body: { code: 'JOB_NOT_FOUND' },
    })
  })

  it.each<[string, Partial<Job>, Partial<Job>, object]>([
    [
      'is claimed between look and write: the launch is told',
      {},
      { taskDefinition: 'arn:definition' },
      { cancelRequested: true, status: 'PENDING' },
    ],
    [
      'whose launch is refused between look and write: it ends at once',
      { taskDefinition: 'arn:definition' },
      { taskDefinition: undefined, launch: 2 },
      { status: 'CANCELLED' },
    ],
    [
      'moves on between look and write: the event says where it is',
      launched,
      { status: 'UPLOADING' },
      { cancelRequested: true, events: [{ status: 'PENDING' }, { ...asked, status: 'UPLOADING' }] },
    ],
    ['ends between look and write: its end stands', launched, { status: 'COMPLETED' }, { status: 'COMPLETED' }],
  ])('is true to a job that %s', async (_, before, meanwhile, after) => {
    const { jobs } = createDispatcher({ rows: [] })
    const stored = createDispatcher({ rows: [buildJob(before)] })
    let isFirst = true
    const change: typeof jobs.change = async (jobId, when, what) => {
      if (isFirst) {
        isFirst = false
        stored.jobs.rows.set(jobId, JSON.parse(JSON.stringify({ ...stored.job(jobId), ...meanwhile })))
      }
      return stored.jobs.change(jobId, when, what)
    }
    const { request } = createDispatcher({ jobs: { ...stored.jobs, change } })
    await expect(cancel(request)).resolves.toMatchObject({ statusCode: 202 })
    expect(stored.job('job-1')).toMatchObject(after)
  })
})
