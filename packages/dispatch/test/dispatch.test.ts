import { LaunchRefused } from '@chronicle/core'
import { buildJob, createFakeJobStore, createFakeTaskRunner } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, arnOf, comesBack, createDispatcher, url } from './dispatcher.ts'

const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }
const pinned = { taskDefinition: 'arn:task-definition:1' }

describe('dispatching a job', () => {
  it('launches its recorder from the pinned task definition, and notes the task', async () => {
    const { post, deliver, tasks, job, clock, metrics } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    clock.advance(1000)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect([...tasks.tasks.values()]).toMatchObject([
      { jobId: 'job-1', attempt: 1, launch: 1, taskDefinition: 'arn:task-definition:1' },
    ])
    expect(job('job-1')).toMatchObject({
      status: 'STARTED',
      taskArn: arnOf('job-1/1/1'),
      taskDefinition: 'arn:task-definition:1',
      startedAt: '2026-03-04T05:06:08.000Z',
      events: [{ status: 'PENDING' }, { at: '2026-03-04T05:06:08.000Z', status: 'STARTED', attempt: 1 }],
    })
    expect(job('job-1')).not.toHaveProperty('ttl')
    expect(metrics.counted).toContainEqual({ name: 'JobDispatched' })
  })

  it('launches one task of a message that is delivered five times', async () => {
    const { deliver, launches } = createDispatcher()
    const message = { messageId: 'message-1', body: { url } }
    for (let delivery = 0; delivery < 5; delivery++) await expect(deliver(message)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['message-1/1/1'])
  })

  it('launches one task of twenty deliveries at once', async () => {
    const { post, deliver, launches, job } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    await Promise.all(Array.from({ length: 20 }, (_, index) => deliver({ ...bell, messageId: `message-${index}` })))
    expect(launches()).toEqual(['job-1/1/1'])
    expect(job('job-1')?.events.map(({ status }) => status)).toEqual(['PENDING', 'STARTED'])
  })

  it('finds the task of a launch whose answer was lost, when the message comes back', async () => {
    const { post, deliver, tasks, launches, job } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    tasks.loseAnswers(8)
    await expect(deliver(bell)).resolves.toEqual(comesBack('message-1'))
    await expect(deliver(bell)).resolves.toEqual(comesBack('message-1'))
    expect(job('job-1')).toMatchObject({ status: 'PENDING', launch: 1 })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['job-1/1/1'])
    expect(job('job-1')).toMatchObject({ status: 'STARTED', launch: 1, taskArn: arnOf('job-1/1/1') })
  })

  it('asks ECS again within the call where an answer was lost, for the same launch, with longer and longer pauses', async () => {
    const { post, deliver, tasks, launches, job, pauses } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    tasks.loseAnswers(3)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['job-1/1/1'])
    expect(job('job-1')).toMatchObject({ status: 'STARTED', launch: 1, taskArn: arnOf('job-1/1/1') })
    expect(pauses).toEqual([500, 1000, 2000])
  })

  it('asks ECS no more when the time of the call is short: the message comes back', async () => {
    const { post, deliver, tasks, timeLeft, pauses } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    tasks.loseAnswers(1)
    timeLeft(13_999)
    await expect(deliver(bell)).resolves.toEqual(comesBack('message-1'))
    expect(pauses).toEqual([])
  })

  it('does not ask again within the call what ECS has answered', async () => {
    const { post, deliver, tasks, pauses } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    tasks.refuseWith(new LaunchRefused('NO_CAPACITY', 'no room', true))
    await deliver(bell)
    expect(pauses).toEqual([])
  })

  it('repeats a launch whose outcome is unknown as it was, though a deploy has brought a new task definition', async () => {
    const claimed = buildJob({ taskDefinition: 'arn:task-definition:0' })
    const { deliver, tasks } = createDispatcher({ rows: [claimed] })
    await deliver(bell)
    expect([...tasks.tasks.values()]).toMatchObject([{ launch: 1, taskDefinition: 'arn:task-definition:0' }])
  })

  it('ends the job of a refusal for good: a code, a text, a ttl, and no second try', async () => {
    const { post, deliver, tasks, launches, job, metrics } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    tasks.refuseWith(new LaunchRefused('LAUNCH_REFUSED', 'ECS refused the launch: no such cluster', false))
    await expect(deliver(bell)).resolves.toEqual(allDone)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual([])
    expect(job('job-1')).toMatchObject({
      status: 'FAILED',
      errorCode: 'LAUNCH_REFUSED',
      error: 'ECS refused the launch: no such cluster',
      finishedAt: '2026-03-04T05:06:07.000Z',
      ttl: Date.UTC(2026, 3, 3, 5, 6, 7) / 1000,
      events: [{ status: 'PENDING' }, { status: 'FAILED', reason: 'ECS refused the launch: no such cluster' }],
    })
    expect(metrics.counted).toContainEqual({ name: 'LaunchFailed', dimensions: { reason: 'LAUNCH_REFUSED' } })
    expect(metrics.counted).toContainEqual({ name: 'JobFailed', dimensions: { code: 'LAUNCH_REFUSED' } })
  })

  it('notes the task also when its recorder was faster, and does not set the job back', async () => {
    const [jobs, tasks] = [createFakeJobStore(buildJob()), createFakeTaskRunner()]
    const run: typeof tasks.run = async (launch) => {
      const answer = await tasks.run(launch)
      await jobs.change('job-1', {}, { set: { status: 'RECORDING', runner: answer.taskArn } })
      return answer
    }
    const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run } })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(jobs.rows.get('job-1')).toMatchObject({ status: 'RECORDING', taskArn: arnOf('job-1/1/1') })
    expect(jobs.rows.get('job-1')?.events).toHaveLength(1)
  })

  it.each([
    ['has ended', { status: 'COMPLETED' as const }],
    ['is being recorded', { status: 'RECORDING' as const }],
    ['waits for a later time', { nextAt: '2026-03-04T05:06:07.001Z' }],
    ['waits for a later time though it was claimed before', { nextAt: '2026-03-04T05:06:07.001Z', ...pinned }],
    ['has its task', { taskArn: 'arn:task', ...pinned }],
  ])('launches nothing for a job that %s', async (_, row) => {
    const job = buildJob(row)
    const { deliver, launches, jobs } = createDispatcher({ rows: [job] })
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual([])
    expect([...jobs.rows.values()]).toEqual([job])
  })

  it('launches a job whose time has come', async () => {
    const waiting = buildJob({ nextAt: '2026-03-04T05:06:07.000Z' })
    const { deliver, launches } = createDispatcher({ rows: [waiting] })
    await deliver(bell)
    expect(launches()).toEqual(['job-1/1/1'])
  })
})
