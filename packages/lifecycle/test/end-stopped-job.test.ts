import type { Job } from '@chronicle/core'
import {
  buildJob,
  createFakeJobQueue,
  createFakeJobStore,
  createFakeMetrics,
  createSilentLog,
  fixedClock,
  lambdaContext,
  taskStoppedEvent,
} from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { environment } from '../src/env.ts'
import { createHandler } from '../src/handler.ts'

const taskArn = taskStoppedEvent().detail.taskArn
const recording = buildJob({ status: 'RECORDING', taskArn, runner: taskArn })

/** The whole Lambda on fakes, with one job in its table. */
function createLifecycle(job: Job = recording) {
  const jobs = createFakeJobStore(job)
  const [log, metrics] = [createSilentLog(), createFakeMetrics()]
  const handler = createHandler({
    jobs,
    log,
    metrics,
    queue: createFakeJobQueue(),
    clock: fixedClock(),
    config: { ttlDays: 30 },
  })
  return {
    log,
    metrics,
    send: (event: unknown) => handler(event, lambdaContext()),
    row: () => jobs.rows.get(job.jobId),
  }
}

describe('the end of a task', () => {
  it.each(['PENDING', 'STARTED', 'RECORDING', 'UPLOADING', 'CREATING_TORRENT'] as const)(
    'ends a job that is %s, with exit code, reason and ttl',
    async (status) => {
      const { send, row, metrics } = createLifecycle(buildJob({ status }))
      await send(taskStoppedEvent())
      const error = expect.stringMatching(/^The recorder ended with exit code 1 .*Essential container in task exited/)
      expect(row()).toMatchObject({
        status: 'FAILED',
        errorCode: 'RECORDER_EXITED',
        error,
        exitCode: 1,
        finishedAt: '2026-03-04T05:06:07.000Z',
        ttl: Date.UTC(2026, 3, 3, 5, 6, 7) / 1000,
      })
      expect(row()).not.toHaveProperty('open')
      expect(row()?.events.at(-1)).toEqual({
        at: '2026-03-04T05:06:07.000Z',
        status: 'FAILED',
        attempt: 1,
        reason: row()?.error,
      })
      expect(metrics.counted).toEqual([{ name: 'JobFailed', dimensions: { code: 'RECORDER_EXITED' } }])
    },
  )

  it('ends the job of the task that records it', async () => {
    const { send, row } = createLifecycle()
    await send(taskStoppedEvent())
    expect(row()).toMatchObject({ status: 'FAILED', runner: taskArn })
  })

  it.each<[string, Partial<Job>, Record<string, unknown>]>([
    ['that its recorder has completed', { status: 'COMPLETED' }, { containers: [{ exitCode: 0 }] }],
    ['that its recorder has failed itself', { status: 'FAILED', errorCode: 'STREAM_NOT_FOUND' }, {}],
    ['that was cancelled', { status: 'CANCELLED' }, {}],
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
    const lifecycle = createLifecycle(before)
    await lifecycle.send(taskStoppedEvent(detail))
    expect(lifecycle.row()).toEqual(before)
    expect(lifecycle.metrics.counted).toEqual([])
  })

  it('counts once when its event comes twice, the second time with less to say', async () => {
    const { send, row, metrics } = createLifecycle()
    await send(taskStoppedEvent())
    const ended = row()
    await send(taskStoppedEvent({ stoppedReason: undefined, containers: [] }))
    expect(row()).toEqual(ended)
    expect(metrics.counted).toHaveLength(1)
  })

  it('is an error to see when the event is none of ECS, instead of an end that nobody notices', async () => {
    const { send, log, row } = createLifecycle()
    await expect(send({ 'detail-type': 'Something else', detail: {} })).rejects.toThrow()
    expect(log.lines).toMatchObject([{ level: 'error', message: 'invocation failed' }])
    expect(row()).toEqual(recording)
  })
})

describe('the environment of job-lifecycle', () => {
  it('has these variables, which Terraform and the local stack set', () => {
    expect(Object.keys(environment.shape).sort()).toEqual([
      'AWS_ENDPOINT_URL',
      'CONTAINER_NAME',
      'DDB_TABLE',
      'ECS_CLUSTER',
      'SECURITY_GROUP_IDS',
      'SQS_QUEUE_URL',
      'SUBNET_IDS',
      'TRANSMISSION_TASK_DEF',
      'TTL_DAYS',
    ])
  })
})
