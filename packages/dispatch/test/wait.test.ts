import { type Job, LaunchRefused } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, arnOf, createDispatcher, url } from './dispatcher.ts'

const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }
const noCapacity = () => new LaunchRefused('NO_CAPACITY', 'ECS has no room for the task just now', true)

/** A dispatcher whose one job ECS has refused for now. */
async function withRefusedJob(refusal = noCapacity(), row: Partial<Job> = {}) {
  const dispatcher = createDispatcher({ rows: [buildJob(row)] })
  dispatcher.tasks.refuseWith(refusal)
  return { ...dispatcher, answer: await dispatcher.deliver(bell) }
}

describe('a launch that ECS refuses for now', () => {
  it.each(['NO_CAPACITY', 'THROTTLED'])(
    'is a wait in the row when it is %s, and its message is done with',
    async (code) => {
      const { answer, job, launches, metrics } = await withRefusedJob(new LaunchRefused(code, 'not just now', true))
      expect(answer).toEqual(allDone)
      expect(job('job-1')).toMatchObject({
        status: 'PENDING',
        launch: 2,
        deferrals: 1,
        statusReason: 'not just now',
        nextAt: '2026-03-04T05:06:37.000Z',
        open: 'yes',
        lookAt: '2026-03-04T05:06:37.000Z',
      })
      expect(job('job-1')).not.toHaveProperty('taskDefinition')
      expect(launches()).toEqual([])
      expect(metrics.counted).toEqual([{ name: 'LaunchDeferred', dimensions: { reason: code } }])
    },
  )

  it.each([true, false])(
    'changes nothing where a recorder has passed the fence: a repeat was refused, not its launch (may pass: %s)',
    async (mayPass) => {
      const dispatcher = createDispatcher({ rows: [buildJob()] })
      const run = async () => {
        await dispatcher.jobs.change('job-1', {}, { set: { runner: 'task-1' } })
        throw new LaunchRefused('REFUSED', 'no', mayPass)
      }
      const { deliver } = createDispatcher({ jobs: dispatcher.jobs, tasks: { ...dispatcher.tasks, run } })
      await expect(deliver(bell)).resolves.toEqual(allDone)
      expect(dispatcher.job('job-1')).toMatchObject({
        status: 'PENDING',
        launch: 1,
        runner: 'task-1',
      })
    },
  )

  it('is not tried again before its time, however often the bell rings', async () => {
    const { clock, deliver, job, launches } = await withRefusedJob()
    const waiting = job('job-1')
    clock.advance(29_999)
    await deliver(bell)
    expect(launches()).toEqual([])
    expect(job('job-1')).toEqual(waiting)
  })

  it('is launched when its time has come, as a launch of its own, and waits for nothing any more', async () => {
    const { clock, deliver, job, launches } = await withRefusedJob()
    clock.advance(30_000)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['job-1/1/2'])
    expect(job('job-1')).toMatchObject({ status: 'STARTED', launch: 2, taskArn: arnOf('job-1/1/2') })
    for (const attribute of ['nextAt', 'statusReason', 'deferrals']) expect(job('job-1')).not.toHaveProperty(attribute)
  })

  it('waits longer with every refusal in a row', async () => {
    const { clock, deliver, tasks, job } = await withRefusedJob()
    const waits: number[] = []
    for (let round = 0; round < 6; round++) {
      const { nextAt = '', lookAt } = job('job-1') ?? {}
      expect(lookAt).toBe(nextAt)
      waits.push((Date.parse(nextAt) - clock.now().getTime()) / 1000)
      clock.advance(Date.parse(nextAt) - clock.now().getTime())
      tasks.refuseWith(noCapacity())
      await expect(deliver(bell)).resolves.toEqual(allDone)
    }
    expect(waits).toEqual([30, 60, 120, 240, 300, 300])
    expect(job('job-1')).toMatchObject({ status: 'PENDING', launch: 8, deferrals: 7 })
    expect(job('job-1')?.events).toHaveLength(1)
  })

  it('still waits where a claim of unknown outcome turns out to have been refused', async () => {
    const { job } = await withRefusedJob(noCapacity(), { taskDefinition: 'arn:task-definition:0', deferrals: 2 })
    expect(job('job-1')).toMatchObject({ launch: 2, deferrals: 3, nextAt: '2026-03-04T05:08:07.000Z' })
    expect(job('job-1')).not.toHaveProperty('taskDefinition')
  })

  it('leaves a job alone that has moved on meanwhile', async () => {
    const { jobs, tasks, job } = createDispatcher({ rows: [buildJob()] })
    const run: typeof tasks.run = async () => {
      await jobs.change('job-1', {}, { set: { status: 'CANCELLED' } })
      throw noCapacity()
    }
    const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run } })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'CANCELLED', launch: 1 })
    expect(job('job-1')).not.toHaveProperty('nextAt')
  })

  it('answers a direct invoke the job as it is', async () => {
    const { invoke, tasks } = createDispatcher()
    tasks.refuseWith(noCapacity())
    await expect(invoke({ url })).resolves.toEqual({
      jobId: 'invocation-1',
      status: 'PENDING',
      nextAt: '2026-03-04T05:06:37.000Z',
      statusReason: 'ECS has no room for the task just now',
    })
  })

  it('is shown by the API, with the reason and the time', async () => {
    const { request } = await withRefusedJob()
    const { body } = await request({ path: '/jobs/job-1' })
    expect(body).toMatchObject({
      nextAt: '2026-03-04T05:06:37.000Z',
      statusReason: 'ECS has no room for the task just now',
    })
    for (const attribute of ['deferrals', 'open', 'lookAt']) expect(body).not.toHaveProperty(attribute)
  })
})

describe('a launch that ECS refuses for a reason that nobody knows', () => {
  const unclear = () => new LaunchRefused('LAUNCH_REFUSED', 'something new', true, { isUnclear: true })

  /** Refuses a job's launch as often as told, each time when it is due; answers the job. */
  async function refusedAgainAndAgain(refusals: readonly LaunchRefused[]) {
    const { clock, deliver, tasks, job, launches, metrics } = createDispatcher({ rows: [buildJob()] })
    for (const refusal of refusals) {
      tasks.refuseWith(refusal)
      await expect(deliver(bell)).resolves.toEqual(allDone)
      clock.advance(300_000)
    }
    return { job: () => job('job-1'), deliver, launches, metrics }
  }

  it('is put off nine times, and fails the job the tenth time', async () => {
    const nine = await refusedAgainAndAgain(Array.from({ length: 9 }, unclear))
    expect(nine.job()).toMatchObject({ status: 'PENDING', launch: 10, unclearRefusals: 9 })
    const ten = await refusedAgainAndAgain(Array.from({ length: 10 }, unclear))
    expect(ten.job()).toMatchObject({ status: 'FAILED', errorCode: 'LAUNCH_REFUSED', error: 'something new' })
    expect(ten.metrics.counted.filter(({ name }) => name === 'LaunchFailed')).toHaveLength(1)
  })

  it('counts anew after one whose reason passes, however often that was', async () => {
    const mixed = [...Array.from({ length: 9 }, unclear), noCapacity(), ...Array.from({ length: 9 }, unclear)]
    const { job } = await refusedAgainAndAgain(mixed)
    expect(job()).toMatchObject({ status: 'PENDING', deferrals: 19, unclearRefusals: 9 })
    const busy = await refusedAgainAndAgain(Array.from({ length: 30 }, noCapacity))
    expect(busy.job()).toMatchObject({ status: 'PENDING', deferrals: 30 })
    expect(busy.job()).not.toHaveProperty('unclearRefusals')
  })

  it('is forgotten once there is a task', async () => {
    const { job, deliver } = await refusedAgainAndAgain([unclear()])
    await deliver(bell)
    expect(job()).toMatchObject({ status: 'STARTED' })
    expect(job()).not.toHaveProperty('unclearRefusals')
  })
})

describe('a launch whose task definition was taken away', () => {
  const gone = () => new LaunchRefused('TASK_DEFINITION_INACTIVE', 'inactive', true, { isUnclear: true })

  it.each(['TASK_DEFINITION_INACTIVE', 'TASK_DEFINITION_MISSING'])(
    'is made anew at once from the current one, and counts as no refusal (%s)',
    async (code) => {
      const waited = buildJob({ taskDefinition: 'arn:task-definition:0', deferrals: 2, unclearRefusals: 1 })
      const { deliver, tasks, launches, job, metrics } = createDispatcher({ rows: [waited] })
      tasks.refuseWith(new LaunchRefused(code, 'gone', true, { isUnclear: true }))
      await expect(deliver(bell)).resolves.toEqual(allDone)
      expect(launches()).toEqual(['job-1/1/2'])
      expect([...tasks.tasks.values()]).toMatchObject([{ taskDefinition: 'arn:task-definition:1' }])
      expect(job('job-1')).toMatchObject({ status: 'STARTED', launch: 2, taskDefinition: 'arn:task-definition:1' })
      expect(metrics.counted.map(({ name }) => name)).toEqual(['JobDispatched'])
    },
  )

  it('waits where the current one is what is gone: a deploy is under way', async () => {
    const { deliver, tasks, launches, job } = createDispatcher({ rows: [buildJob()] })
    tasks.refuseWith(gone())
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual([])
    expect(job('job-1')).toMatchObject({ status: 'PENDING', launch: 2, deferrals: 1, unclearRefusals: 1 })
  })

  it('is not made anew where a recorder of it has passed the fence', async () => {
    const { jobs, tasks, job } = createDispatcher({ rows: [buildJob({ taskDefinition: 'arn:task-definition:0' })] })
    const run = async () => {
      await jobs.change('job-1', {}, { set: { runner: 'task-1' } })
      throw gone()
    }
    const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run } })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ launch: 1, runner: 'task-1', taskDefinition: 'arn:task-definition:0' })
  })
})

describe('the place of a job in the index of the sweep', () => {
  const lookAt = (job: Job | undefined) => [job?.open, job?.lookAt]

  it('is two minutes after it was asked for, should its bell be lost', async () => {
    const { post, job } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    expect(lookAt(job('job-1'))).toEqual(['yes', '2026-03-04T05:08:07.000Z'])
  })

  it('is two minutes after a claim whose outcome is unknown', async () => {
    const { deliver, tasks, clock, job } = createDispatcher({ rows: [buildJob()] })
    clock.advance(60_000)
    tasks.loseAnswers(4)
    await deliver(bell)
    expect(job('job-1')).toMatchObject({ status: 'PENDING', taskDefinition: 'arn:task-definition:1' })
    expect(lookAt(job('job-1'))).toEqual(['yes', '2026-03-04T05:09:07.000Z'])
  })

  it('is ten minutes after its launch, also of a row from before there was an index', async () => {
    const { open: _, lookAt: __, ...older } = buildJob()
    const { deliver, job } = createDispatcher({ rows: [older] })
    await deliver(bell)
    expect(job('job-1')).toMatchObject({ status: 'STARTED' })
    expect(lookAt(job('job-1'))).toEqual(['yes', '2026-03-04T05:16:07.000Z'])
  })

  it('is none when its launch is refused for good, or its message', async () => {
    const { deliver, tasks, job } = createDispatcher({ rows: [buildJob()] })
    tasks.refuseWith(new LaunchRefused('LAUNCH_REFUSED', 'no such cluster', false))
    await deliver(bell, { messageId: 'message-2', body: 'not JSON' })
    expect(job('job-1')).toMatchObject({ status: 'FAILED' })
    expect(job('message-2')).toMatchObject({ status: 'FAILED' })
    expect([...lookAt(job('job-1')), ...lookAt(job('message-2'))]).toEqual([undefined, undefined, undefined, undefined])
  })
})
