import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createTaskRunner } from '../../src/adapters/index.ts'
import { LaunchRefused } from '../../src/index.ts'
import { type AwsAnswer, startAwsStub } from '../aws-stub.ts'

const taskArn = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/task-1'
const launch = {
  jobId: 'job-1',
  attempt: 1,
  launch: 1,
  createdAt: '2026-03-04T05:06:07.000Z',
  taskDefinition: 'arn:task-definition:1',
}
const settings = { cluster: 'cluster', containerName: 'recorder', subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] }
const started = { status: 200, body: { tasks: [{ taskArn }], failures: [] } }

let stub: Awaited<ReturnType<typeof startAwsStub>> | undefined
afterEach(() => stub?.close())

/** A task runner whose ECS gives these answers. */
async function runnerAnswered(...answers: readonly AwsAnswer[]) {
  stub = await startAwsStub(...answers)
  return { tasks: createTaskRunner({ ...settings, endpoint: stub.endpoint }), requests: stub.requests }
}

const refused = (errorType: string, status = 400, body: object = {}): AwsAnswer => ({
  status,
  errorType,
  body: { message: 'the reason', ...body },
})

describe('createTaskRunner', () => {
  // The SDK waits a random time between its attempts.
  beforeEach(() => {
    jest.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  it('answers the task that ECS started', async () => {
    const { tasks, requests } = await runnerAnswered(started)
    await expect(tasks.run(launch)).resolves.toEqual({ taskArn })
    expect(requests).toMatchObject([{ operation: 'RunTask', body: { startedBy: 'job-1/1/1', launchType: 'FARGATE' } }])
  })

  it('adopts the task that a conflict names: the token was used before, so it is the task of this launch', async () => {
    const { tasks } = await runnerAnswered(refused('ConflictException', 400, { resourceIds: [taskArn] }))
    await expect(tasks.run(launch)).resolves.toEqual({ taskArn })
  })

  it('has no task to adopt when a conflict names none: the next launch has a token of its own', async () => {
    const { tasks } = await runnerAnswered(refused('ConflictException'))
    await expect(tasks.run(launch)).rejects.toMatchObject({ code: 'LAUNCH_CONFLICT', retryable: true })
  })

  it.each([
    ['InvalidParameterException', 400, 'LAUNCH_INVALID'],
    ['AccessDeniedException', 400, 'ACCESS_DENIED'],
    ['ClusterNotFoundException', 400, 'CLUSTER_MISSING'],
    ['SomethingNewException', 422, 'LAUNCH_REFUSED'],
  ])('takes %s (%d) for a definite answer: there is no task', async (errorType, status, code) => {
    const { tasks } = await runnerAnswered(refused(errorType, status))
    await expect(tasks.run(launch)).rejects.toMatchObject({
      name: 'LaunchRefused',
      code,
      message: expect.stringContaining(errorType),
    })
  })

  it('takes throttling for a refusal that passes, after it has tried three times', async () => {
    const { tasks, requests } = await runnerAnswered(refused('ThrottlingException'))
    await expect(tasks.run(launch)).rejects.toMatchObject({
      code: 'THROTTLED',
      retryable: true,
      // It names the limit that was met, an account's quota for example.
      message: expect.stringContaining('the reason'),
    })
    expect(requests).toHaveLength(3)
  })

  it.each([
    ['ServerException', 500],
    ['ServiceUnavailableException', 503],
    ['', 502],
  ])('leaves it unknown whether there is a task when ECS answers "%s" (%d)', async (errorType, status) => {
    const { tasks } = await runnerAnswered(refused(errorType, status))
    const error = await tasks.run(launch).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    expect(error).not.toBeInstanceOf(LaunchRefused)
  })

  it('repeats a request word for word, token included, when the first answer was a failure of ECS', async () => {
    const { tasks, requests } = await runnerAnswered(refused('ServerException', 500), started)
    await expect(tasks.run(launch)).resolves.toEqual({ taskArn })
    expect(requests).toHaveLength(2)
    expect(requests[1]).toEqual(requests[0])
  })

  it('takes an answer with failures and no task for a refusal', async () => {
    const failures = [{ arn: 'arn:cluster', reason: 'Capacity is unavailable at this time. Please try again later.' }]
    const { tasks } = await runnerAnswered({ status: 200, body: { tasks: [], failures } })
    await expect(tasks.run(launch)).rejects.toMatchObject({ code: 'NO_CAPACITY', retryable: true })
  })

  it('asks a task to stop, and says why', async () => {
    const { tasks, requests } = await runnerAnswered({ status: 200, body: {} })
    await tasks.stop(taskArn, 'cancelled')
    const body = { cluster: 'cluster', task: taskArn, reason: 'cancelled' }
    expect(requests).toEqual([{ operation: 'StopTask', body }])
  })

  it('takes a task that ECS does not know any more for stopped, and nothing else', async () => {
    const gone = { message: 'The referenced task was not found.' }
    const { tasks } = await runnerAnswered(
      refused('InvalidParameterException', 400, gone),
      refused('AccessDeniedException'),
    )
    await expect(tasks.stop(taskArn, 'cancelled')).resolves.toBeUndefined()
    await expect(tasks.stop(taskArn, 'cancelled')).rejects.toMatchObject({ name: 'AccessDeniedException' })
  })
})
