import type { Job, WatchedTask } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import { dueJob, nothing } from './due-job.ts'
import { createLifecycle, NOW, taskArn } from './lifecycle.ts'

const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()

/** A job of which nothing has been heard for a while. */
const silent = (row: Partial<Job> = {}) =>
  dueJob({
    ...{ status: 'RECORDING', taskArn, runner: taskArn, taskDefinition: 'arn:definition:1' },
    ...{ startedAt: minutesAgo(30), recordingAt: minutesAgo(30), lastHeartbeat: minutesAgo(5) },
    events: [{ at: minutesAgo(24 * 60), status: 'PENDING', attempt: 1 }],
    ...row,
  })
const task = (change: Partial<WatchedTask> = {}): WatchedTask => ({
  taskArn,
  lastStatus: 'RUNNING',
  startedBy: 'job-1/1/1',
  ...change,
})
const stopped = task({ lastStatus: 'STOPPED', containers: [{ exitCode: 1 }] })

function withTask(job: Job, ...tasks: readonly WatchedTask[]) {
  const lifecycle = createLifecycle([job])
  for (const one of tasks) lifecycle.tasks.tell(one)
  return lifecycle
}

describe('a job of which nothing is heard', () => {
  it.each(['STARTED', 'RECORDING', 'UPLOADING', 'CREATING_TORRENT'] as const)(
    'is left alone while %s, as long as its task lives: it may be cut off from the table',
    async (status) => {
      const job = silent({ status })
      const { sweep, row, tasks, tally, metrics, queue } = withTask(job, task())
      await sweep()
      expect(row()).toEqual({ ...job, lookAt: '2026-03-04T06:06:00.000Z' })
      expect([tasks.stopped, queue.rings, metrics.counted]).toEqual([[], [], []])
      expect(tally()).toEqual({ ...nothing, leftAlone: 1 })
    },
  )

  it.each(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING', 'DEACTIVATING', 'STOPPING', 'DEPROVISIONING'])(
    'is left alone while its task is %s',
    async (lastStatus) => {
      const { sweep, row } = withTask(silent(), task({ lastStatus }))
      await sweep()
      expect(row()?.status).toBe('RECORDING')
    },
  )

  it('survives five minutes without the table, and goes on where its recorder is heard again', async () => {
    const { sweep, row, jobs, clock } = withTask(silent(), task())
    await sweep()
    clock.advance(60_000)
    await sweep()
    const heard = { mediaSeconds: 99, lookAt: '2026-03-04T06:05:00.000Z' }
    await expect(
      jobs.change('job-1', { runner: taskArn, attempt: 1, launch: 1 }, { set: heard }),
    ).resolves.toMatchObject({ changed: true })
    expect(row()).toMatchObject({ status: 'RECORDING', mediaSeconds: 99, attempt: 1 })
  })

  it('is ended when ECS says that its task has stopped', async () => {
    const { sweep, row, metrics, tally } = withTask(silent(), stopped)
    await sweep()
    expect(row()).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_EXITED', exitCode: 1 })
    expect(metrics.counted).toEqual([
      { name: 'JobFailed', dimensions: { code: 'RECORDER_EXITED' } },
      { name: 'SweepRepaired', dimensions: { reason: 'TASK_STOPPED' } },
    ])
    expect(tally()).toEqual({ ...nothing, settled: 1 })
  })

  it('goes on with its next attempt when ECS does not know its task any more', async () => {
    const { sweep, row, metrics, queue } = withTask(silent({ lastHeartbeat: minutesAgo(10) }))
    await sweep()
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2, attempts: [{ errorCode: 'RECORDER_LOST' }] })
    expect(metrics.counted).toEqual([{ name: 'SweepRepaired', dimensions: { reason: 'TASK_MISSING' } }])
    expect(queue.rings).toHaveLength(1)
  })

  it('is left alone while ECS may not know its task yet', async () => {
    const started = { startedAt: minutesAgo(9), recordingAt: undefined, lastHeartbeat: undefined, runner: undefined }
    const { sweep, row, clock } = withTask(silent({ status: 'STARTED', ...started }))
    await sweep()
    expect(row()?.status).toBe('STARTED')
    clock.advance(6 * 60_000)
    await sweep()
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
  })

  it('is judged by the task that passed the fence, not by the one that was answered', async () => {
    const runner = `${taskArn}-other`
    const { sweep, row } = withTask(silent({ runner }), stopped, task({ taskArn: runner }))
    await sweep()
    expect(row()?.status).toBe('RECORDING')
  })

  it('is judged by the tasks of its launch where no ARN is known', async () => {
    const unknown = { status: 'PENDING', taskArn: undefined, runner: undefined, cancelRequested: true } as const
    const { sweep, row, tasks, clock } = withTask(silent({ ...unknown, startedAt: undefined }), task())
    await sweep()
    expect(tasks.stopped).toEqual([{ taskArn, reason: 'Chronicle: its job was cancelled' }])
    tasks.tell(stopped)
    clock.advance(6 * 60_000)
    await sweep()
    expect(row()).toMatchObject({ status: 'CANCELLED' })
  })

  it('is not judged by the task of an earlier job, which was deleted and had its id', async () => {
    const job = silent({ status: 'PENDING', taskArn: undefined, runner: undefined, cancelRequested: true })
    const earlier = { ...stopped, createdAt: new Date(Date.parse(job.createdAt) - 60_000).toISOString() }
    const { sweep, row, metrics } = withTask(
      { ...job, events: [{ at: minutesAgo(2), status: 'PENDING', attempt: 1 }] },
      earlier,
    )
    await sweep()
    expect(row()).toMatchObject({ status: 'PENDING' })
    expect(metrics.counted).toEqual([])
  })

  it('is judged, and not rung for, where a recorder has it that nobody was told of', async () => {
    const { sweep, row, queue } = withTask(silent({ status: 'PENDING', taskArn: undefined }), stopped)
    await sweep()
    expect(queue.rings).toEqual([])
    expect(row()?.status).toBe('FAILED')
  })

  it('is left to the next sweep when there is no time to put a recording together', async () => {
    const job = silent()
    const { sweep, row, tally } = withTask(job, stopped)
    await sweep(() => 250_000)
    expect(row()).toEqual(job)
    expect(tally()).toEqual({ ...nothing, left: 1 })
  })

  it('is settled once by five sweeps and five events at once', async () => {
    const { sweep, stop, row, metrics } = withTask(silent(), stopped)
    await Promise.all(Array.from({ length: 5 }, () => [sweep(), stop()]).flat())
    expect(row()?.events.filter(({ status }) => status === 'FAILED')).toHaveLength(1)
    expect(metrics.counted.filter(({ name }) => name === 'JobFailed')).toHaveLength(1)
    expect(metrics.counted.filter(({ name }) => name === 'SweepRepaired').length).toBeLessThanOrEqual(1)
  })

  it('is judged again by a later sweep when ECS could not be asked', async () => {
    const lifecycle = withTask(silent(), stopped)
    const find = () => Promise.reject(new Error('ECS is away'))
    const broken = createLifecycle([], { ...lifecycle, tasks: { ...lifecycle.tasks, find } })
    await expect(broken.sweep()).rejects.toThrow('1 due jobs could not be served')
    expect(lifecycle.row()?.status).toBe('RECORDING')
    lifecycle.clock.advance(6 * 60_000)
    await lifecycle.sweep()
    expect(lifecycle.row()?.status).toBe('FAILED')
  })
})

describe('a living task is asked to stop', () => {
  it.each<[string, Partial<Job>, string]>([
    ['an hour after it was last heard of', { lastHeartbeat: minutesAgo(61), startedAt: minutesAgo(90) }, 'TASK_SILENT'],
    [
      'when it has gone on for longer than its job may, and half an hour more',
      { maxDurationSeconds: 60, recordingAt: minutesAgo(32), lastHeartbeat: minutesAgo(5) },
      'TASK_OVERDUE',
    ],
    [
      'when it has gone on for longer than any job may, and half an hour more',
      { recordingAt: minutesAgo(12 * 60 + 31), startedAt: minutesAgo(12 * 60 + 31), lastHeartbeat: minutesAgo(5) },
      'TASK_OVERDUE',
    ],
    ['when its job was cancelled, and it has not heard of that', { cancelRequested: true }, 'CANCEL_UNHEARD'],
  ])('%s', async (_, row, reason) => {
    const job = silent(row)
    const { sweep, row: after, tasks, metrics, tally } = withTask(job, task())
    await sweep()
    expect(tasks.stopped).toEqual([{ taskArn, reason: expect.stringMatching(/^Chronicle: /) }])
    expect(after()).toEqual({ ...job, lookAt: '2026-03-04T06:06:00.000Z' })
    expect(metrics.counted).toEqual([{ name: 'SweepRepaired', dimensions: { reason } }])
    expect(tally()).toEqual({ ...nothing, stopped: 1 })
  })

  it.each<[string, Partial<Job>]>([
    ['59 minutes after it was last heard of', { lastHeartbeat: minutesAgo(59), startedAt: minutesAgo(90) }],
    ['within half an hour after its longest time', { maxDurationSeconds: 60, recordingAt: minutesAgo(30) }],
  ])('not %s', async (_, row) => {
    const { sweep, tasks } = withTask(silent(row), task())
    await sweep()
    expect(tasks.stopped).toEqual([])
  })

  it('once by two sweeps at once, and its job is settled when it has stopped', async () => {
    const { sweep, stop, tasks, row } = withTask(
      silent({ lastHeartbeat: minutesAgo(61), startedAt: minutesAgo(90) }),
      task(),
    )
    await Promise.all([sweep(), sweep()])
    expect(tasks.stopped).toHaveLength(1)
    const [{ reason = '' } = {}] = tasks.stopped
    await stop({ stopCode: 'UserInitiated', stoppedReason: reason, containers: [{ exitCode: 137 }] })
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
  })
})

describe('a job that is to be cancelled', () => {
  it('and was never launched is CANCELLED by the sweep', async () => {
    const { sweep, row, queue, metrics } = createLifecycle([dueJob({ cancelRequested: true })])
    await sweep()
    expect(row()).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED', finishedAt: NOW })
    expect(queue.rings).toEqual([])
    expect(metrics.counted).toEqual([{ name: 'SweepRepaired', dimensions: { reason: 'NEVER_LAUNCHED' } }])
  })

  it('and whose launch came to nothing is CANCELLED ten minutes later', async () => {
    const asked = { at: minutesAgo(8), status: 'PENDING', attempt: 1, reason: 'cancel requested' } as const
    const job = dueJob({ cancelRequested: true, taskDefinition: 'arn:definition:1', events: [asked] })
    const { sweep, row, clock, queue } = createLifecycle([job])
    await sweep()
    expect(row()?.status).toBe('PENDING')
    clock.advance(6 * 60_000)
    await sweep()
    expect(row()?.status).toBe('CANCELLED')
    expect(queue.rings).toEqual([])
  })
})
