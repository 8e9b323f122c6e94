import type { Job } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { environment } from '../src/env.ts'
import { createLifecycle, NOW, taskArn } from './lifecycle.ts'

const recording = buildJob({ status: 'RECORDING', taskArn, runner: taskArn, taskDefinition: 'arn:definition:1' })

describe('the end of a task', () => {
  it.each(['PENDING', 'STARTED', 'RECORDING', 'UPLOADING', 'CREATING_TORRENT'] as const)(
    'ends a job that is %s, with exit code, reason and ttl',
    async (status) => {
      const { stop, row, metrics } = createLifecycle([buildJob({ status })])
      await stop()
      const error = expect.stringMatching(/^The recorder ended with exit code 1 .*Essential container in task exited/)
      expect(row()).toMatchObject({
        status: 'FAILED',
        errorCode: 'RECORDER_EXITED',
        error,
        exitCode: 1,
        finishedAt: NOW,
        ttl: Date.UTC(2026, 3, 3, 6) / 1000,
      })
      expect(row()).not.toHaveProperty('open')
      expect(row()?.events.at(-1)).toEqual({ at: NOW, status: 'FAILED', attempt: 1, reason: row()?.error })
      expect(metrics.counted).toEqual([{ name: 'JobFailed', dimensions: { code: 'RECORDER_EXITED' } }])
    },
  )

  it('ends the job of the task that records it', async () => {
    const { stop, row } = createLifecycle([recording])
    await stop()
    expect(row()).toMatchObject({ status: 'FAILED', runner: taskArn })
  })

  it.each<[string, Partial<Job>, Record<string, unknown>]>([
    ['that is at a later launch', { launch: 2 }, {}],
    ['that is at an earlier launch', {}, { startedBy: 'job-1/1/2' }],
    ['that is at another attempt', { attempt: 2 }, {}],
    ['that another task records', { runner: 'arn:another-task' }, {}],
    ['when the task is not of ours', {}, { startedBy: 'ecs-svc/123' }],
    ['when the task says nothing of who started it', {}, { startedBy: undefined }],
    ['when the task was started for another job', {}, { startedBy: 'job-2/1/1' }],
    ['when the task is only stopping', {}, { lastStatus: 'STOPPING' }],
    ['when the task runs', {}, { lastStatus: 'RUNNING' }],
  ])('changes nothing of a job %s', async (_, row, detail) => {
    const before = { ...recording, ...row }
    const lifecycle = createLifecycle([before])
    await lifecycle.stop(detail)
    expect(lifecycle.row()).toEqual(before)
    expect(lifecycle.metrics.counted).toEqual([])
  })

  it.each<[string, number, string]>([
    ['nothing to a job that was asked for later, by the id of one that was deleted', -60_000, 'STARTED'],
    ['the end of a job where clocks differ by moments', -1000, 'FAILED'],
  ])('is %s', async (_, lead, status) => {
    const job = buildJob({ status: 'STARTED', taskDefinition: 'arn:definition:1' })
    const { stop, row, metrics } = createLifecycle([job])
    await stop({ createdAt: new Date(Date.parse(job.createdAt) + lead).toISOString() })
    expect(row()).toMatchObject({ status })
    expect(metrics.counted).toHaveLength(status === 'FAILED' ? 1 : 0)
  })

  it('counts once when its event comes twice, the second time with less to say', async () => {
    const { stop, row, metrics } = createLifecycle([recording])
    await stop()
    const ended = row()
    await stop({ stoppedReason: undefined, containers: [] })
    expect(row()).toEqual(ended)
    expect(metrics.counted).toHaveLength(1)
  })

  it('is an error to see when the event is none of ECS, instead of an end that nobody notices', async () => {
    const { send, log, row } = createLifecycle([recording])
    await expect(send({ 'detail-type': 'Something else', detail: {} })).rejects.toThrow()
    expect(log.lines).toMatchObject([{ level: 'error', message: 'invocation failed' }])
    expect(row()).toEqual(recording)
  })
})

describe('a job that its recorder has ended', () => {
  it.each<[string, Partial<Job>, object[]]>([
    ['COMPLETED', { status: 'COMPLETED' }, [{ name: 'JobCompleted' }]],
    [
      'FAILED',
      { status: 'FAILED', errorCode: 'STREAM_NOT_FOUND' },
      [{ name: 'JobFailed', dimensions: { code: 'STREAM_NOT_FOUND' } }],
    ],
    ['CANCELLED', { status: 'CANCELLED' }, []],
  ])('as %s stays so, and is counted by the first event of its task alone', async (_, row, counted) => {
    const before = { ...recording, ...row }
    const lifecycle = createLifecycle([before])
    await Promise.all([lifecycle.stop({ containers: [{ exitCode: 0 }] }), lifecycle.stop()])
    await lifecycle.stop()
    expect(lifecycle.row()).toEqual({ ...before, endHeardAt: NOW })
    expect(lifecycle.metrics.counted).toEqual(counted)
  })
})

describe('a recorder that died without ending its job', () => {
  const killed = { containers: [{ exitCode: 137 }] }

  it('is followed by another attempt at once', async () => {
    const { stop, row, queue, metrics } = createLifecycle([{ ...recording, startedAt: NOW, recordingAt: NOW }])
    await stop(killed)
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2, launch: 1, sendSeq: 2, open: 'yes' })
    expect(row()?.attempts).toEqual([
      {
        attempt: 1,
        status: 'FAILED',
        startedAt: NOW,
        recordingAt: NOW,
        finishedAt: NOW,
        errorCode: 'RECORDER_KILLED',
        error: expect.stringContaining('killed'),
      },
    ])
    for (const attribute of ['runner', 'taskArn', 'taskDefinition', 'recordingAt', 'errorCode', 'ttl'])
      expect(row()).not.toHaveProperty(attribute)
    expect(row()?.events.at(-1)).toMatchObject({ status: 'PENDING', attempt: 2, reason: /attempt 1 is over/ })
    expect(queue.rings).toEqual([{ jobId: 'job-1', sendSeq: 2 }])
    expect(metrics.counted).toEqual([])
  })

  it('is followed by one attempt, however often and at once its event comes', async () => {
    const { stop, row, queue } = createLifecycle([recording])
    await Promise.all(Array.from({ length: 10 }, () => stop(killed)))
    await stop(killed)
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
    expect(queue.rings).toHaveLength(1)
  })

  it('is followed by another a little later where its task could not be started for now', async () => {
    const reason = 'Capacity is unavailable at this time.'
    const { stop, row, queue, sweep, clock } = createLifecycle([buildJob({ status: 'STARTED', taskArn, attempt: 2 })])
    await stop({ startedBy: 'job-1/2/1', stopCode: 'TaskFailedToStart', stoppedReason: reason, containers: [{}] })
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 3, nextAt: '2026-03-04T06:01:00.000Z' })
    expect(row()?.statusReason).toContain(reason)
    expect(queue.rings).toEqual([])
    clock.advance(60_000)
    await sweep()
    expect(queue.rings).toHaveLength(1)
  })

  it.each<[string, Partial<Job>, Record<string, unknown>]>([
    ['ended by itself, and would do so again', {}, { containers: [{ exitCode: 1 }] }],
    ['was stopped by somebody', {}, { stopCode: 'UserInitiated', stoppedReason: 'by hand', ...killed }],
    [
      'has an image that there is not',
      {},
      { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: manifest unknown', containers: [{}] },
    ],
    ['was the last that the job may have', { attempt: 3 }, { ...killed, startedBy: 'job-1/3/1' }],
    [
      'had recorded for as long as the job may',
      { maxDurationSeconds: 60, recordingAt: '2026-03-04T05:00:00.000Z', lastHeartbeat: '2026-03-04T05:01:00.000Z' },
      killed,
    ],
    [
      'was the last of attempts that had recorded for as long as the job may together',
      {
        ...{ attempt: 2, maxDurationSeconds: 60 },
        ...{ recordingAt: '2026-03-04T05:01:00.000Z', lastHeartbeat: '2026-03-04T05:01:31.000Z' },
        attempts: [
          {
            ...{ attempt: 1, status: 'COMPLETED' },
            ...{ recordingAt: '2026-03-04T05:00:00.000Z', finishedAt: '2026-03-04T05:00:30.000Z' },
          },
        ],
      },
      { ...killed, startedBy: 'job-1/2/1' },
    ],
  ])('is followed by none where it %s', async (_, row, detail) => {
    const lifecycle = createLifecycle([{ ...recording, ...row }])
    await lifecycle.stop(detail)
    expect(lifecycle.row()).toMatchObject({ status: 'FAILED' })
    expect(lifecycle.queue.rings).toEqual([])
  })

  it.each(['STARTED', 'RECORDING'] as const)(
    'ends a job as CANCELLED that was to be cancelled while %s',
    async (status) => {
      const { stop, row, queue, metrics } = createLifecycle([{ ...recording, status, cancelRequested: true }])
      await stop(killed)
      expect(row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
      expect(row()).not.toHaveProperty('errorCode')
      expect(queue.rings).toEqual([])
      expect(metrics.counted).toEqual([])
    },
  )

  it.each(['STARTED', 'RECORDING'] as const)(
    'ends a job as CANCELLED whose cancellation is asked for while its end is found out, while %s',
    async (status) => {
      const lifecycle = createLifecycle([{ ...recording, status, s3Bucket: 'recordings' }])
      const head: typeof lifecycle.objects.head = async (id) => {
        await lifecycle.jobs.change('job-1', {}, { set: { cancelRequested: true } })
        return lifecycle.objects.head(id)
      }
      const { stop, metrics } = createLifecycle([], { ...lifecycle, objects: { ...lifecycle.objects, head } })
      await stop({ stopCode: 'UserInitiated' })
      expect(lifecycle.row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
      expect(metrics.counted).toEqual([])
    },
  )

  it('starts no attempt for a job whose cancellation is asked for at that very moment', async () => {
    const lifecycle = createLifecycle([recording])
    const change: typeof lifecycle.jobs.change = (jobId, when, what) => {
      if (when.cancelNotRequested) lifecycle.jobs.rows.set(jobId, { ...recording, cancelRequested: true })
      return lifecycle.jobs.change(jobId, when, what)
    }
    const { stop } = createLifecycle([], { jobs: { ...lifecycle.jobs, change } })
    await stop(killed)
    expect(lifecycle.row()).toMatchObject({ status: 'CANCELLED', attempt: 1 })
  })

  it('changes nothing of the next attempt when its event comes late', async () => {
    const { stop, row } = createLifecycle([recording])
    await stop(killed)
    const second = row()
    await stop(killed)
    await stop({ containers: [{ exitCode: 0 }] })
    expect(row()).toEqual(second)
  })
})

describe('a job that has a recording of an earlier attempt', () => {
  const kept = {
    attempt: 1,
    status: 'COMPLETED',
    s3Key: 'recordings/a.mkv',
    size: 9,
    infoHash: 'aa',
    partial: true,
  } as const
  const second = { ...recording, attempt: 2, attempts: [{ ...kept, endReason: 'RECORDER_KILLED' }] }

  it('ends COMPLETED with that, when a later attempt brings nothing', async () => {
    const { stop, row, metrics } = createLifecycle([second])
    await stop({ startedBy: 'job-1/2/1' })
    expect(row()).toMatchObject({
      ...{ status: 'COMPLETED', attempt: 2, s3Key: 'recordings/a.mkv', size: 9, infoHash: 'aa', partial: true },
      ...{ endReason: 'RECORDER_KILLED', finishedAt: NOW, attempts: second.attempts },
      statusReason: expect.stringMatching(/^attempt 2 brought nothing \(The recorder ended with exit code 1/),
    })
    expect(row()).not.toHaveProperty('errorCode')
    expect(metrics.counted).toEqual([{ name: 'JobCompleted' }])
  })

  it('ends so too when it is cancelled before the later attempt brought anything', async () => {
    const { stop, row } = createLifecycle([{ ...second, cancelRequested: true }])
    await stop({ startedBy: 'job-1/2/1' })
    expect(row()).toMatchObject({ status: 'COMPLETED', s3Key: 'recordings/a.mkv', partial: true })
  })
})

describe('the environment of job-lifecycle', () => {
  it('has these variables, which Terraform and the local stack set', () => {
    expect(Object.keys(environment.shape).sort()).toEqual([
      'AWS_ENDPOINT_URL',
      'CONTAINER_NAME',
      'DDB_TABLE',
      'ECS_CLUSTER',
      'MAX_ATTEMPTS',
      'MAX_DURATION_SECONDS',
      'PUBLIC_BASE_URL',
      'SECURITY_GROUP_IDS',
      'SQS_QUEUE_URL',
      'SUBNET_IDS',
      'TORRENT_FUNCTION',
      'TRACKERS',
      'TRANSMISSION_TASK_DEF',
      'TTL_DAYS',
    ])
  })
})
