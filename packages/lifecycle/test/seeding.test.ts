import { type Job, LaunchRefused, lookAfter, type Seeding } from '@chronicle/core'
import { buildJob, createFakeJobStore, createFakeTaskRunner } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import type { Deps } from '../src/deps.ts'
import { createLifecycle as createOnFakes } from './lifecycle.ts'

const NOW = '2026-03-04T05:06:07.000Z'
const taskDefinition = 'arn:transmission:3'
const seederArn = 'arn:aws:ecs:us-east-1:000000000000:task/cluster/job-1-1-1'
const { open: _, lookAt: __, ...asked } = buildJob()
const completed: Job = {
  ...asked,
  status: 'COMPLETED',
  endHeardAt: NOW,
  s3Key: 'recordings/a.mkv',
  torrentFile: 'recordings/a.mkv.torrent',
}
/** Where a seeder is known, the sweep comes back to see whether it is missed. */
const watched = lookAfter('seeder', new Date(NOW))
const launching: Seeding = { state: 'LAUNCHING', since: NOW, launch: 1, taskDefinition }

/** The whole Lambda on fakes, with seeding on and one job in its table. */
function createLifecycle(job: Job = completed, different: Partial<Deps> = {}) {
  const seeders = { tasks: createFakeTaskRunner(), taskDefinition }
  const lifecycle = createOnFakes([job], { seeders, ...different }, NOW)
  return {
    ...lifecycle,
    launches: seeders.tasks,
    recorderStops: (detail: Readonly<Record<string, unknown>> = {}) =>
      lifecycle.stop({ containers: [{ exitCode: 0 }], ...detail }),
    seederStops: (detail: Readonly<Record<string, unknown>> = {}) =>
      lifecycle.stop({ taskArn: seederArn, startedBy: 'seed/job-1/1/1', ...detail }),
  }
}

const noRoom = () => new LaunchRefused('NO_CAPACITY', 'no room just now', true)

describe('a completed job', () => {
  it.each([true, false])(
    'keeps the seeder that another invocation launched, when its own repeat is refused (may pass: %s)',
    async (mayPass) => {
      const lifecycle = createLifecycle()
      const run = async () => {
        await lifecycle.jobs.change('job-1', {}, { set: { seeder: seederArn } })
        throw new LaunchRefused('REFUSED', 'no', mayPass)
      }
      const handler = createLifecycle(completed, {
        jobs: lifecycle.jobs,
        seeders: { tasks: { ...lifecycle.launches, run }, taskDefinition },
      })
      await handler.recorderStops()
      expect(lifecycle.row()).toMatchObject({ seeder: seederArn, seeding: { state: 'LAUNCHING', launch: 1 } })
    },
  )

  it('gets a seeder when its recorder is gone, and nothing else of it changes', async () => {
    const { recorderStops, launches, row, metrics } = createLifecycle()
    await recorderStops()
    expect([...launches.tasks.values()]).toEqual([
      { jobId: 'job-1', attempt: 1, launch: 1, createdAt: completed.createdAt, taskDefinition },
    ])
    expect(row()).toEqual({ ...completed, seeding: launching, seeder: seederArn, ...watched })
    expect(metrics.counted).toEqual([{ name: 'SeederLaunched' }])
  })

  it('gets one seeder, however often and at once the event comes', async () => {
    const { recorderStops, launches } = createLifecycle()
    await Promise.all(Array.from({ length: 20 }, () => recorderStops()))
    await recorderStops()
    expect(launches.tasks.size).toBe(1)
  })

  it.each<[string, Job]>([
    ['failed', { ...completed, status: 'FAILED' }],
    ['was cancelled', { ...completed, status: 'CANCELLED' }],
    ['is recorded again', { ...completed, status: 'RECORDING', attempt: 2 }],
    ['has no recording', { ...completed, s3Key: undefined }],
    ['was launched already', { ...completed, seeder: 'arn:seeder', seeding: launching }],
    ['is being prepared', { ...completed, seeder: 'arn:seeder', seeding: { state: 'PREPARING', since: NOW } }],
    ['is seeded', { ...completed, seeder: 'arn:seeder', seeding: { state: 'SEEDING', since: NOW } }],
    ['was seeded', { ...completed, seeding: { state: 'ENDED', since: NOW, endReason: 'RATIO' } }],
    ['could not be seeded', { ...completed, seeding: { state: 'FAILED', since: NOW, errorCode: 'CLIENT_MISSING' } }],
  ])('gets none when it %s', async (_, job) => {
    const { recorderStops, launches, row } = createLifecycle(job)
    await recorderStops()
    expect(launches.tasks.size).toBe(0)
    expect(row()).toEqual(job)
  })

  it('gets none, and nothing is written, where seeding is off', async () => {
    const { stop, row } = createOnFakes([completed])
    await stop({ containers: [{ exitCode: 0 }] })
    expect(row()).toEqual(completed)
  })

  it('gets none by the end of a job that its recorder left open', async () => {
    const { recorderStops, launches, row } = createLifecycle({
      ...completed,
      status: 'RECORDING',
      endHeardAt: undefined,
    })
    await recorderStops({ containers: [{ exitCode: 1 }] })
    expect(row()).toMatchObject({ status: 'FAILED' })
    expect(launches.tasks.size).toBe(0)
  })
})

describe('a launch of a seeder', () => {
  it('whose answer was lost is repeated as it was, when the event comes again', async () => {
    const { recorderStops, launches, row } = createLifecycle()
    launches.loseAnswers(1)
    await expect(recorderStops()).rejects.toThrow('socket hang up')
    expect(row()).toMatchObject({ seeding: launching, open: 'yes', lookAt: '2026-03-04T05:08:07.000Z' })
    await recorderStops()
    expect(launches.tasks.size).toBe(1)
    expect(row()).toEqual({ ...completed, seeding: launching, seeder: seederArn, ...watched })
  })

  it('whose answer was lost is repeated by the sweep, from the definition that it was pinned to', async () => {
    const pinned = { ...launching, taskDefinition: 'arn:transmission:2' }
    const { sweep, launches, row } = createLifecycle({ ...completed, seeding: pinned, open: 'yes', lookAt: NOW })
    await sweep()
    expect([...launches.tasks.values()]).toMatchObject([{ launch: 1, taskDefinition: 'arn:transmission:2' }])
    expect(row()).toEqual({ ...completed, seeding: pinned, seeder: seederArn, ...watched })
  })

  it('for which there is no room waits for the sweep, says why, and gets a new number', async () => {
    const { recorderStops, sweep, launches, row, clock } = createLifecycle()
    launches.refuseWith(noRoom(), noRoom())
    await recorderStops()
    const refused = { ...launching, launch: 2, error: 'no room just now' }
    expect(row()).toEqual({ ...completed, seeding: refused, ...lookAfter('bell', clock.now()) })
    clock.advance(119_000)
    await sweep()
    expect(row()?.seeding).toMatchObject({ launch: 2 })
    clock.advance(1000)
    await sweep()
    expect(row()?.seeding).toMatchObject({ launch: 3 })
    clock.advance(120_000)
    await sweep()
    expect([...launches.tasks.values()]).toMatchObject([{ launch: 3 }])
    expect(row()).toMatchObject(lookAfter('seeder', clock.now()))
  })

  it('that ECS refuses for good fails the seeding and not the job', async () => {
    const { recorderStops, launches, row, metrics } = createLifecycle()
    launches.refuseWith(new LaunchRefused('LAUNCH_REFUSED', 'no such definition', false))
    await recorderStops()
    const seeding = { state: 'FAILED', since: NOW, errorCode: 'LAUNCH_REFUSED', error: 'no such definition' }
    expect(row()).toEqual({ ...completed, seeding })
    expect(metrics.counted).toContainEqual({ name: 'SeedingFailed', dimensions: { code: 'LAUNCH_REFUSED' } })
  })

  it('that ECS refuses for a reason nobody knows is tried for an hour, and fails the seeding then', async () => {
    const { recorderStops, sweep, launches, row, clock } = createLifecycle()
    const unclear = () => new LaunchRefused('LAUNCH_REFUSED', 'something new', true, { isUnclear: true })
    launches.refuseWith(unclear(), unclear(), unclear())
    await recorderStops()
    clock.advance(3_599_000)
    await sweep()
    expect(row()?.seeding).toMatchObject({ state: 'LAUNCHING', launch: 3, error: 'something new' })
    clock.advance(120_000)
    await sweep()
    expect(row()?.seeding).toMatchObject({ state: 'FAILED', errorCode: 'LAUNCH_REFUSED', error: 'something new' })
  })

  it('that is over before its task is known leaves what the seeder wrote', async () => {
    const ended = { ...completed, seeding: { state: 'ENDED', since: NOW, endReason: 'RATIO' } } as const
    const [jobs, runner] = [createFakeJobStore(completed), createFakeTaskRunner()]
    const run: typeof runner.run = async (launch) => {
      jobs.rows.set('job-1', ended)
      return runner.run(launch)
    }
    await createLifecycle(completed, { jobs, seeders: { tasks: { ...runner, run }, taskDefinition } }).recorderStops()
    expect(runner.tasks.size).toBe(1)
    expect(jobs.rows.get('job-1')).toEqual(ended)
  })

  it('waits no longer where seeding was turned off meanwhile', async () => {
    const job = { ...completed, seeding: launching, open: 'yes', lookAt: NOW } as const
    const { sweep, row } = createOnFakes([job])
    await sweep()
    expect(row()).toEqual({ ...completed, seeding: launching })
  })
})

describe('a completed job whose torrent is still to come', () => {
  const { torrentFile, ...torrentless } = { ...completed, torrentError: 'S3 was away' }

  it('waits for the event path to make it, and is then seeded by the sweep', async () => {
    const { recorderStops, sweep, jobs, launches, row, clock } = createLifecycle(torrentless)
    await recorderStops()
    expect(launches.tasks.size).toBe(0)
    expect(row()).toMatchObject({ status: 'COMPLETED', seeding: launching, lookAt: '2026-03-04T05:08:07.000Z' })
    clock.advance(120_000)
    await sweep()
    expect(launches.tasks.size).toBe(0)

    await jobs.change('job-1', {}, { set: { torrentFile: String(torrentFile) }, remove: ['torrentError'] })
    clock.advance(120_000)
    await sweep()
    expect(launches.tasks.size).toBe(1)
    const look = lookAfter('seeder', clock.now())
    expect(row()).toEqual({ ...completed, seeding: launching, seeder: seederArn, ...look })
  })

  it('is given up after an hour, and says why there is no torrent', async () => {
    const { recorderStops, sweep, launches, row, clock } = createLifecycle(torrentless)
    await recorderStops()
    for (let sweeps = 0; sweeps < 30; sweeps++) {
      clock.advance(120_000)
      await sweep()
    }
    expect(launches.tasks.size).toBe(0)
    expect(row()).toEqual({
      ...torrentless,
      seeding: {
        state: 'FAILED',
        since: '2026-03-04T06:06:07.000Z',
        errorCode: 'TORRENT_MISSING',
        error: expect.stringContaining('S3 was away'),
      },
    })
  })
})

describe('the end of a seeder', () => {
  const seeded: Job = { ...completed, seeder: seederArn, seeding: { state: 'SEEDING', since: NOW, uploadedBytes: 5 } }

  it.each<[string, Job]>([
    ['that seeds', seeded],
    ['that prepares', { ...seeded, seeding: { state: 'PREPARING', since: NOW } }],
    ['that never came up', { ...seeded, seeding: launching }],
    ['that never came up, nor was known', { ...completed, seeding: launching, open: 'yes', lookAt: NOW }],
  ])('ends the seeding of one %s as FAILED, and leaves the job COMPLETED', async (_, job) => {
    const { seederStops, row, metrics } = createLifecycle(job)
    await seederStops()
    const error = expect.stringMatching(/^The seeder ended with exit code 1 and did not say how it went/)
    const seeding = { state: 'FAILED', since: NOW, errorCode: 'SEEDER_EXITED', error }
    expect(row()).toEqual({ ...completed, seeding })
    expect(metrics.counted).toEqual([{ name: 'SeedingFailed', dimensions: { code: 'SEEDER_EXITED' } }])
  })

  it('says when its image could not be had', async () => {
    const { seederStops, row } = createLifecycle({ ...seeded, seeding: launching })
    await seederStops({ stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError', containers: [{}] })
    expect(row()?.seeding).toMatchObject({
      errorCode: 'TASK_FAILED_TO_START',
      error: expect.stringContaining('CannotPullContainerError'),
    })
  })

  it.each<[string, Partial<Job>, Record<string, unknown>]>([
    ['that has ended itself', { seeder: undefined, seeding: { state: 'ENDED', since: NOW, endReason: 'TIME' } }, {}],
    ['that has failed itself', { seeder: undefined, seeding: { state: 'FAILED', since: NOW, errorCode: 'X' } }, {}],
    ['that another seeder has', { seeder: 'another' }, {}],
    ['of another attempt', { attempt: 2 }, {}],
    ['that is only stopping', {}, { lastStatus: 'STOPPING' }],
    ['of another job', {}, { startedBy: 'seed/job-2/1/1' }],
    ['that was never launched', { seeder: undefined, seeding: undefined }, {}],
  ])('changes nothing of a seeding %s', async (_, row, detail) => {
    const before = { ...seeded, ...row }
    const lifecycle = createLifecycle(before)
    await lifecycle.seederStops(detail)
    expect(lifecycle.row()).toEqual(before)
    expect(lifecycle.metrics.counted).toEqual([])
  })
})
