import { type Job, LaunchRefused } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createDispatcher, url } from './dispatcher.ts'

const retry = (request: ReturnType<typeof createDispatcher>['request'], jobId = 'job-1') =>
  request({ method: 'POST', path: `/jobs/${jobId}/retry`, headers: {} })
const withJob = (overrides: Partial<Job> = {}) => createDispatcher({ rows: [buildJob(overrides)] })
const failed = { status: 'FAILED', errorCode: 'RECORDER_KILLED', error: 'killed' } as const
const partial = {
  status: 'COMPLETED',
  partial: true,
  s3Key: 'recordings/a.mkv',
  size: 4,
  recordingAt: '2026-03-04T05:06:08.000Z',
} as const
/** The row of a message that could not be taken. */
const unread = (requestBody: string | undefined): Partial<Job> => ({
  ...failed,
  url: undefined,
  requestHash: '',
  ...(requestBody !== undefined && { requestBody }),
})

describe('POST /jobs/{jobId}/retry', () => {
  it.each<[string, Partial<Job>]>([
    ['FAILED', failed],
    ['CANCELLED', { status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' }],
    ['partial', partial],
  ])('begins the next attempt of a job that is %s, which is then launched', async (_, ended) => {
    const { request, job, queue, deliver, launches } = withJob(ended)
    const answer = await retry(request)
    expect(answer).toMatchObject({
      statusCode: 202,
      headers: { location: '/jobs/job-1' },
      body: { jobId: 'job-1', status: 'PENDING', attempt: 2, attempts: [{ attempt: 1, status: ended.status }] },
    })
    expect(queue.rings).toEqual([{ jobId: 'job-1', sendSeq: 2 }])
    expect(job('job-1')?.events.at(-1)).toMatchObject({ status: 'PENDING', attempt: 2, reason: 'retry asked for' })
    await deliver({ messageId: 'message-1', body: { jobId: 'job-1' } })
    expect(launches()).toEqual(['job-1/2/1'])
  })

  it('keeps what was recorded before, and leaves its key to it', async () => {
    const { request } = withJob(partial)
    const { body } = await retry(request)
    expect(body.attempts).toMatchObject([{ attempt: 1, partial: true, s3Key: 'recordings/a.mkv', size: 4 }])
    for (const attribute of ['s3Key', 'size', 'partial']) expect(body).not.toHaveProperty(attribute)
  })

  it('ends with what it had when ECS refuses the launch for good, and counts no failed job', async () => {
    const { request, job, tasks, deliver, metrics } = withJob(partial)
    await retry(request)
    tasks.refuseWith(new LaunchRefused('ACCESS_DENIED', 'not authorized', false))
    await deliver({ messageId: 'message-1', body: { jobId: 'job-1' } })
    expect(job('job-1')).toMatchObject({ status: 'COMPLETED', attempt: 2, partial: true, s3Key: 'recordings/a.mkv' })
    expect(job('job-1')?.statusReason).toContain('not authorized')
    expect(metrics.counted).not.toContainEqual(expect.objectContaining({ name: 'JobFailed' }))
  })

  it('says of an attempt that brought nothing why, and not that it made the recording which the row shows', async () => {
    const first = { attempt: 1, status: 'COMPLETED', partial: true, s3Key: 'recordings/a.mkv', size: 4 } as const
    const { request } = withJob({
      ...partial,
      attempt: 2,
      attempts: [first],
      statusReason: 'attempt 2 brought nothing',
    })
    const { body } = await retry(request)
    expect(body.attempts).toEqual([first, { attempt: 2, status: 'FAILED', error: 'attempt 2 brought nothing' }])
  })

  it.each<[string, Partial<Job>, string]>([
    ['still waits', {}, 'it is PENDING; cancel it first'],
    ['is being recorded', { status: 'RECORDING' }, 'it is RECORDING; cancel it first'],
    ['has its recording, whole', { status: 'COMPLETED' }, 'its recording is whole'],
    ['is being deleted', { ...failed, purgeRequested: true }, 'it is being deleted'],
    ['was tried too often', { ...failed, attempt: 25 }, 'tried 25 times'],
    ['is the torrent of an object', { ...failed, kind: 'torrent' }, 'nobody recorded'],
    [
      'is a backfill',
      { ...failed, kind: 'backfill', prefix: 'films/' },
      'POST /torrents with its prefix "films/" begins it anew',
    ],
    ['says nowhere what was asked for', unread(undefined), 'does not say what was asked for'],
    ['came of a message that is not JSON', unread('{"url": '), 'its message asks for no job'],
    [
      'came of a message with a URL that is not recorded',
      unread('{"url": "ftp://example.com"}'),
      'only http and https',
    ],
  ])('refuses a job that %s, and leaves it alone', async (_, overrides, reason) => {
    const { request, job, queue } = withJob(overrides)
    const before = job('job-1')
    const answer = await retry(request)
    expect(answer).toMatchObject({ statusCode: 409, body: { code: 'JOB_NOT_RETRYABLE' } })
    expect(answer.body.detail).toContain(reason)
    expect(job('job-1')).toEqual(before)
    expect(queue.rings).toEqual([])
  })

  it('makes a job after all of a message that could not be taken when it came', async () => {
    const body = JSON.stringify({ jobId: 'job-1', url, filename: 'clip', s3Key: 'recordings/mine.mkv' })
    const { request, job, deliver, launches } = withJob({ ...unread(body), deadLetteredAt: '2026-03-04T05:06:07.000Z' })
    await expect(retry(request)).resolves.toMatchObject({
      statusCode: 202,
      body: { url, filename: 'clip', attempt: 2 },
    })
    expect(job('job-1')).toMatchObject({
      s3Key: 'recordings/mine.mkv',
      s3Bucket: 'chronicle-recordings-dev',
      open: 'yes',
    })
    expect(job('job-1')).not.toHaveProperty('deadLetteredAt')
    expect(job('job-1')?.requestHash).toMatch(/^[0-9a-f]{64}$/)
    await deliver({ messageId: 'message-1', body: { jobId: 'job-1' } })
    expect(launches()).toEqual(['job-1/2/1'])
  })

  it.each<[string, Partial<Job>]>([
    ['asked for so', { startAt: '2026-03-04T09:00:00.000Z' }],
    ['sent so', unread(JSON.stringify({ url, startAt: '2026-03-04T10:00:00+01:00' }))],
  ])('waits for the time that the job is to start at, where it was %s', async (_, overrides) => {
    const { request, job, queue } = withJob({ ...failed, ...overrides })
    const nextAt = '2026-03-04T09:00:00.000Z'
    await expect(retry(request)).resolves.toMatchObject({ statusCode: 202, body: { status: 'PENDING', nextAt } })
    expect(job('job-1')).toMatchObject({ startAt: nextAt, nextAt, lookAt: nextAt, statusReason: expect.any(String) })
    expect(queue.rings).toEqual([])
  })

  it('begins one attempt of fifty retries at once', async () => {
    const { request, job, queue } = withJob(failed)
    const answers = await Promise.all(Array.from({ length: 50 }, () => retry(request)))
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(49)
    expect(job('job-1')).toMatchObject({ attempt: 2 })
    expect(queue.rings).toHaveLength(1)
  })

  it('stands when the bell cannot be rung: the sweep rings', async () => {
    const ring = () => Promise.reject(new Error('SQS is down'))
    const { request, job } = createDispatcher({ rows: [buildJob(failed)], queue: { ring } })
    await expect(retry(request)).resolves.toMatchObject({ statusCode: 202 })
    expect(job('job-1')).toMatchObject({ status: 'PENDING', open: 'yes', lookAt: '2026-03-04T05:08:07.000Z' })
  })

  it('answers 404 where there is no such job', async () => {
    await expect(retry(createDispatcher().request)).resolves.toMatchObject({ statusCode: 404 })
  })
})

describe('GET /jobs/{jobId}/events', () => {
  it('answers the last 50 transitions, the oldest of them first', async () => {
    const events = Array.from({ length: 70 }, (_, index) => ({
      at: new Date(Date.UTC(2026, 2, 4, 6, 0, index)).toISOString(),
      status: 'PENDING' as const,
      attempt: 1,
    }))
    const { request } = withJob({ events })
    const answer = await request({ path: '/jobs/job-1/events' })
    expect(answer).toMatchObject({ statusCode: 200 })
    expect(answer.body).toEqual({ items: events.slice(-50) })
  })

  it('answers 404 where there is no such job', async () => {
    await expect(createDispatcher().request({ path: '/jobs/none/events' })).resolves.toMatchObject({ statusCode: 404 })
  })
})
