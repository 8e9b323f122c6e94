import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DeregisterTaskDefinitionCommand, ListTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { isAlive } from '../src/process/send-signal.ts'
import { type EcsUnderTest, ecsUnderTest, registerRecorder } from './ecs-under-test.ts'

let ecs: EcsUnderTest
beforeAll(async () => {
  ecs = await ecsUnderTest({ maxTasks: 4 })
})
afterAll(() => ecs.stack.stop())

async function ended(taskArn: string) {
  await ecs.eventsUntil(taskArn, 'STOPPED')
  return ecs.task(taskArn)
}

async function processOf(taskArn: string): Promise<number> {
  for (;;) {
    const pid = /^process (\d+)/.exec((await ecs.logOf(taskArn))[0] ?? '')?.[1]
    if (pid) return Number(pid)
  }
}

const stop = (task: string, reason?: string) =>
  ecs.aws.ecs.send(new StopTaskCommand({ cluster: 'cluster', task, reason }))

describe('a task that ends by itself', () => {
  test('tells each step of its life in order, with rising versions', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'exit', CODE: '0' }, { startedBy: 'job/1/1' })
    const events = await ecs.eventsUntil(taskArn, 'STOPPED')
    const details = events.map(({ detail }) => detail).sort((a, b) => a.version - b.version)
    expect(details.map(({ lastStatus, desiredStatus }) => [lastStatus, desiredStatus])).toEqual([
      ['PROVISIONING', 'RUNNING'],
      ['PENDING', 'RUNNING'],
      ['RUNNING', 'RUNNING'],
      ['DEPROVISIONING', 'STOPPED'],
      ['STOPPED', 'STOPPED'],
    ])
    expect(events[0]?.resources).toEqual([taskArn])
    expect(details.at(-1)).toMatchObject({
      startedBy: 'job/1/1',
      stopCode: 'EssentialContainerExited',
      stoppedReason: 'Essential container in task exited',
      containers: [{ name: 'main', exitCode: 0 }],
      overrides: { containerOverrides: [{ name: 'main' }] },
    })
    expect(Date.parse(String(details.at(-1)?.stoppedAt))).toBeGreaterThan(Date.parse(String(details[0]?.createdAt)))
  })

  test('has its real exit code', async () => {
    const task = await ended(await ecs.started({ BEHAVIOUR: 'exit', CODE: '3' }))
    expect(task).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 3 }] })
    expect(task?.stoppedAt).toBeInstanceOf(Date)
  })

  test('has exit code 137 when somebody kills it', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'stay' })
    process.kill(await processOf(taskArn), 'SIGKILL')
    expect(await ended(taskArn)).toMatchObject({ containers: [{ exitCode: 137 }] })
  })

  test('leaves its whole log in CloudWatch Logs and in a file, and nothing in its temporary folder', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'exit', CODE: '0' })
    await ended(taskArn)
    const id = String(taskArn.split('/').at(-1))
    const [line = ''] = await ecs.logOf(taskArn)
    expect(line).toContain(join(ecs.stack.stateFolder, 'tasks', id))
    expect(existsSync(join(ecs.stack.stateFolder, 'tasks', id))).toBe(false)
    expect(readdirSync(join(ecs.stack.stateFolder, 'logs', 'tasks'))).toContain(`${id}.log`)
  })
})

describe('a task that is stopped', () => {
  test('may finish its work after SIGTERM, and says who stopped it', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'finish' })
    await processOf(taskArn)
    const { task } = await stop(taskArn, 'cancelled by the caller')
    expect(task).toMatchObject({ lastStatus: 'RUNNING', desiredStatus: 'STOPPED' })
    expect(await ended(taskArn)).toMatchObject({
      stopCode: 'UserInitiated',
      stoppedReason: 'cancelled by the caller',
      containers: [{ exitCode: 0 }],
    })
  })

  test('is killed when it ignores SIGTERM for its stop timeout', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'ignore' })
    await processOf(taskArn)
    const began = performance.now()
    await stop(taskArn)
    expect(await ended(taskArn)).toMatchObject({ stopCode: 'UserInitiated', containers: [{ exitCode: 137 }] })
    expect(performance.now() - began).toBeGreaterThan(1_900)
    expect(await ecs.logOf(taskArn)).toContain('SIGTERM ignored')
  })

  test('can be stopped again without a change', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'exit', CODE: '0' })
    const before = await ended(taskArn)
    const { task } = await stop(taskArn, 'too late')
    expect(task).toMatchObject({ version: before?.version, stoppedReason: 'Essential container in task exited' })
  })
})

test('a task whose log group does not exist never starts, as on Fargate', async () => {
  await registerRecorder(ecs.aws, { 'awslogs-group': '/missing' }, 'unlogged')
  const task = await ended(await ecs.started({ BEHAVIOUR: 'stay' }, { taskDefinition: 'unlogged' }))
  expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' })
  expect(task?.stoppedReason).toMatch(/^ResourceInitializationError: /)
  expect(task?.containers?.[0]).not.toHaveProperty('exitCode')
})

test('a task sees the variables of its definition and overrides, its metadata, and nothing of the host', async () => {
  const hostile = { NODE_OPTIONS: '--require /evil.js', LD_PRELOAD: '/evil.so', PYTHONPATH: '/evil', PATH: '/evil' }
  const taskArn = await ecs.started({ BEHAVIOUR: 'environment', OVERRIDDEN: 'yes', ...hostile })
  await ended(taskArn)
  const told = Object.assign({}, ...(await ecs.logOf(taskArn)).slice(1).map((line) => JSON.parse(line)))
  expect(told.environment).toMatchObject({ FROM_DEFINITION: 'yes', OVERRIDDEN: 'yes', AWS_ENDPOINT_URL: ecs.stack.url })
  expect(told.environment.PATH).toBe('/usr/bin:/bin')
  expect(JSON.stringify(told.environment)).not.toContain('/evil')
  expect(Object.keys(told.environment)).not.toContain('npm_config_user_agent')
  expect(told.environment.TMPDIR).toContain(String(taskArn.split('/').at(-1)))
  expect(told.metadata).toMatchObject({ TaskARN: taskArn, Family: 'recorder', Revision: '1' })
  const later = await fetch(`${told.environment.ECS_CONTAINER_METADATA_URI_V4}/task`)
  expect(later.status).toBe(404)
})

test('the same client token twice is one process', async () => {
  const twice = { clientToken: 'once-only' }
  const [one, two] = await Promise.all([
    ecs.started({ BEHAVIOUR: 'stay' }, twice),
    ecs.started({ BEHAVIOUR: 'stay' }, twice),
  ])
  expect(two).toBe(one)
  const { taskArns } = await ecs.aws.ecs.send(new ListTasksCommand({ cluster: 'cluster' }))
  expect(taskArns).toEqual([one])
  await expect(ecs.run({ BEHAVIOUR: 'exit' }, twice)).rejects.toMatchObject({
    name: 'ConflictException',
    resourceIds: [one],
  })
  const pid = await processOf(one)
  await stop(one)
  await ended(one)
  expect(isAlive(pid)).toBe(false)
})

test('one task too many is a capacity failure, not an error', async () => {
  const running = await Promise.all(Array.from({ length: 4 }, () => ecs.started({ BEHAVIOUR: 'finish' })))
  const { tasks, failures } = await ecs.run({ BEHAVIOUR: 'finish' })
  expect(tasks).toEqual([])
  expect(failures).toMatchObject([{ reason: 'RESOURCE:CPU' }])
  // Another family's tasks have room of their own: seeders that go on for ever must not keep a recorder from starting.
  await registerRecorder(ecs.aws, {}, 'another')
  running.push(await ecs.started({ BEHAVIOUR: 'finish' }, { taskDefinition: 'another' }))
  await Promise.all(running.map((task) => stop(task)))
  await Promise.all(running.map(ended))
})

test('an unknown cluster, an unknown and an inactive task definition are refused', async () => {
  await expect(ecs.run({}, { cluster: 'nowhere' })).rejects.toMatchObject({ name: 'ClusterNotFoundException' })
  const refusal = { name: 'ClientException', message: expect.stringContaining('Unable to describe task definition') }
  await expect(ecs.run({}, { taskDefinition: 'nothing' })).rejects.toMatchObject(refusal)
  const old = await registerRecorder(ecs.aws, {}, 'old')
  await ecs.aws.ecs.send(new DeregisterTaskDefinitionCommand({ taskDefinition: old }))
  await expect(ecs.run({}, { taskDefinition: old })).rejects.toMatchObject(refusal)
})
