import { type Job, LaunchRefused } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, arnOf, comesBack, createDispatcher } from './dispatcher.ts'

const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }
const cancelled = { cancelRequested: true } as const

/** A dispatcher that is asked to cancel its job while ECS is asked for the task; ECS answers as told. */
function cancelledInFlight(answer: () => Error | undefined = () => undefined, meanwhile: Partial<Job> = {}) {
  const dispatcher = createDispatcher({ rows: [buildJob()] })
  const { jobs, tasks } = dispatcher
  const run: typeof tasks.run = async (launch) => {
    await jobs.change('job-1', {}, { set: { ...cancelled, ...meanwhile } })
    const error = answer()
    if (error) throw error
    return tasks.run(launch)
  }
  const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run } })
  return { ...dispatcher, deliver }
}

describe('a job that is to be cancelled', () => {
  it.each([
    ['waits', {}],
    ['waits for a later time', { nextAt: '2026-03-04T06:00:00.000Z', statusReason: 'no room' }],
    ['was claimed, and nobody knows whether there is a task', { taskDefinition: 'arn:task-definition:1' }],
  ])('is CANCELLED, and nothing is launched, when it %s: the fence refuses what comes late', async (_, row) => {
    const { deliver, job, launches } = createDispatcher({ rows: [buildJob({ ...row, ...cancelled })] })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual([])
    expect(job('job-1')).toMatchObject({
      status: 'CANCELLED',
      finishedAt: '2026-03-04T05:06:07.000Z',
      ttl: Date.UTC(2026, 3, 3, 5, 6, 7) / 1000,
      events: [{ status: 'PENDING' }, { status: 'CANCELLED', reason: 'cancelled before a recorder was launched' }],
    })
    for (const attribute of ['nextAt', 'statusReason', 'open', 'lookAt'])
      expect(job('job-1')).not.toHaveProperty(attribute)
  })

  it('ends with what an earlier attempt recorded, where there is that', async () => {
    const first = { attempt: 1, status: 'COMPLETED', partial: true, s3Key: 'recordings/a.mkv', size: 4 } as const
    const { deliver, job } = createDispatcher({ rows: [buildJob({ attempt: 2, attempts: [first], ...cancelled })] })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'COMPLETED', partial: true, s3Key: 'recordings/a.mkv' })
  })

  it('is launched and stopped when it was cancelled while ECS was asked: who asked could not know the task', async () => {
    const { deliver, job, tasks } = cancelledInFlight()
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'STARTED', taskArn: arnOf('job-1/1/1'), ...cancelled })
    expect(tasks.stopped).toEqual([arnOf('job-1/1/1')])
  })

  it('has its late task stopped and noted also when it is CANCELLED by then', async () => {
    const { deliver, job, tasks } = cancelledInFlight(() => undefined, { status: 'CANCELLED' })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'CANCELLED', taskArn: arnOf('job-1/1/1') })
    expect(tasks.stopped).toEqual([arnOf('job-1/1/1')])
  })

  it.each([
    ['for now', new LaunchRefused('NO_CAPACITY', 'no room', true)],
    ['for good', new LaunchRefused('ACCESS_DENIED', 'no', false)],
  ])('is CANCELLED, not put off and not FAILED, when ECS refuses its launch %s', async (_, refusal) => {
    const { deliver, job } = cancelledInFlight(() => refusal)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'CANCELLED', launch: 1 })
    for (const attribute of ['nextAt', 'errorCode']) expect(job('job-1')).not.toHaveProperty(attribute)
  })

  it.each([
    ['its task', { taskArn: 'arn:task-1' }, 'arn:task-1'],
    ['its recorder, whose launch was never answered', { runner: 'arn:task-2' }, 'arn:task-2'],
  ])('has %s stopped by every bell, and moves on with its end', async (_, row, stopped) => {
    const running = buildJob({ status: 'STARTED', taskDefinition: 'arn:task-definition:1', ...row, ...cancelled })
    const { deliver, job, tasks } = createDispatcher({ rows: [running] })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(tasks.stopped).toEqual([stopped])
    expect(job('job-1')).toEqual(running)
  })

  it('keeps its message until its task could be asked to stop', async () => {
    const { jobs, tasks } = createDispatcher({ rows: [buildJob()] })
    let isDown = true
    const run: typeof tasks.run = async (launch) => {
      await jobs.change('job-1', {}, { set: cancelled })
      return tasks.run(launch)
    }
    const stop: typeof tasks.stop = async (taskArn, reason) => {
      if (isDown) throw new Error('ECS is down')
      await tasks.stop(taskArn, reason)
    }
    const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run, stop } })
    await expect(deliver(bell)).resolves.toEqual(comesBack('message-1'))
    isDown = false
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(tasks.stopped).toEqual([arnOf('job-1/1/1')])
  })

  it('is left alone once it has ended', async () => {
    const ended = buildJob({ status: 'COMPLETED', taskArn: 'arn:task-1', ...cancelled })
    const { deliver, job, tasks } = createDispatcher({ rows: [ended] })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(tasks.stopped).toEqual([])
    expect(job('job-1')).toEqual(ended)
  })
})
