import { setImmediate } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { describeTasks } from '../src/ecs/actions/describe-tasks.ts'
import { describeTasksInput, listTasksInput, stopTaskInput } from '../src/ecs/actions/inputs.ts'
import { listTasks } from '../src/ecs/actions/list-tasks.ts'
import { stopTask } from '../src/ecs/actions/stop-task.ts'
import { CannotPullContainer } from '../src/ecs/driver/task-driver.ts'
import { taskIdOf } from '../src/ecs/model/task.ts'
import { clusterArn, fakeEcs } from './fake-ecs.ts'

const HOUR = 60 * 60 * 1000

describe('a task', () => {
  test('goes from provisioning to stopped, and every change has the next version', async () => {
    const ecs = fakeEcs()
    const task = await ecs.started()
    ecs.pass(5_000)
    ecs.driver.end(taskIdOf(task.taskArn), 3)
    await ecs.runner.idle()
    expect(ecs.history.map(({ version, lastStatus, desiredStatus }) => [version, lastStatus, desiredStatus])).toEqual([
      [1, 'PROVISIONING', 'RUNNING'],
      [2, 'PENDING', 'RUNNING'],
      [3, 'RUNNING', 'RUNNING'],
      [4, 'DEPROVISIONING', 'STOPPED'],
      [5, 'STOPPED', 'STOPPED'],
    ])
    expect(ecs.history.at(-1)).toMatchObject({
      stopCode: 'EssentialContainerExited',
      container: { lastStatus: 'STOPPED', exitCode: 3 },
      startedAt: new Date('2026-01-01T00:00:00Z'),
      stoppedAt: new Date('2026-01-01T00:00:05Z'),
    })
  })

  test('that cannot start is STOPPED with the reason and no exit code', async () => {
    const ecs = fakeEcs()
    ecs.driver.refusal = new Error('spawn node ENOENT')
    await ecs.run({})
    await ecs.runner.idle()
    const last = ecs.history.at(-1)
    expect(last).toMatchObject({
      lastStatus: 'STOPPED',
      stopCode: 'TaskFailedToStart',
      stoppedReason: 'CannotStartContainerError: spawn node ENOENT',
    })
    expect(last?.container).not.toHaveProperty('exitCode')
  })

  test('that is asked to stop keeps the first reason, whatever it then does', async () => {
    const ecs = fakeEcs()
    const task = await ecs.started()
    for (const reason of ['first', 'second']) ecs.runner.stop(task.taskArn, reason)
    ecs.driver.end(taskIdOf(task.taskArn), 0)
    await ecs.runner.idle()
    expect(ecs.history.at(-1)).toMatchObject({ stopCode: 'UserInitiated', stoppedReason: 'first' })
  })

  test('whose image is not to be had says so as ECS does', async () => {
    const ecs = fakeEcs()
    ecs.driver.refusal = new CannotPullContainer('the image "recorder:1" is not here')
    await ecs.run({})
    await ecs.runner.idle()
    expect(ecs.history.at(-1)?.stoppedReason).toBe('CannotPullContainerError: the image "recorder:1" is not here')
  })

  test('that is asked to stop before its container runs is told so once it does', async () => {
    const ecs = fakeEcs()
    await ecs.run({})
    const [task] = ecs.tasks.living()
    ecs.runner.stop(String(task?.taskArn), 'too soon')
    expect(ecs.driver.stopped).toEqual([])
    await setImmediate()
    expect(ecs.driver.stopped).toEqual([taskIdOf(String(task?.taskArn))])
  })

  test('is given the command and the variables of its definition, and the overrides win', async () => {
    const ecs = fakeEcs()
    const override = { name: 'main', command: ['torrent', 'key'], environment: [{ name: 'A', value: 'override' }] }
    await ecs.started()
    await ecs.started({ overrides: { containerOverrides: [override] } })
    expect(ecs.driver.launches).toMatchObject([
      { command: ['record'], environment: { A: 'definition' }, stopTimeoutMs: 30_000 },
      { command: ['torrent', 'key'], environment: { A: 'override' } },
    ])
  })
})

describe('what is known of a task', () => {
  const describeOne = (ecs: ReturnType<typeof fakeEcs>, task: string) =>
    describeTasks(ecs.tasks, clusterArn, describeTasksInput.parse({ tasks: [task] }))

  test('is forgotten an hour after it stopped', async () => {
    const ecs = fakeEcs()
    const { taskArn } = await ecs.started()
    ecs.driver.end(taskIdOf(taskArn), 0)
    await ecs.runner.idle()
    ecs.pass(HOUR)
    expect(describeOne(ecs, taskArn).tasks).toHaveLength(1)
    ecs.pass(1)
    expect(describeOne(ecs, taskArn)).toEqual({ tasks: [], failures: [{ arn: taskArn, reason: 'MISSING' }] })
  })

  test('is found by id as well as by ARN, and only in its cluster', async () => {
    const ecs = fakeEcs()
    const { taskArn } = await ecs.started()
    expect(describeOne(ecs, taskIdOf(taskArn)).tasks).toMatchObject([{ taskArn, createdAt: 1_767_225_600 }])
    expect(ecs.tasks.find('another cluster', taskArn)).toBeUndefined()
  })

  test('can be listed by family, starter and wanted status, page by page', async () => {
    const ecs = fakeEcs()
    const first = await ecs.started({ startedBy: 'job/1/1' })
    const second = await ecs.started({ startedBy: 'job/2/1' })
    const list = (input: object) => listTasks(ecs.tasks, clusterArn, listTasksInput.parse(input))
    expect(list({ startedBy: 'job/2/1' }).taskArns).toEqual([second.taskArn])
    expect(list({ family: 'recorder' }).taskArns).toHaveLength(2)
    expect(list({ family: 'other' }).taskArns).toEqual([])
    expect(list({ desiredStatus: 'STOPPED' }).taskArns).toEqual([])
    const page = list({ maxResults: 1 })
    expect(page.taskArns).toEqual([first.taskArn])
    expect(list({ maxResults: 1, nextToken: page.nextToken })).toEqual({ taskArns: [second.taskArn] })
  })

  test('is nothing for StopTask of a task that is not there', () => {
    const ecs = fakeEcs()
    const input = stopTaskInput.parse({ task: 'gone' })
    expect(() => stopTask(ecs.tasks, ecs.runner, clusterArn, input)).toThrow('The referenced task was not found.')
  })
})
