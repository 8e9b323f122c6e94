import { readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { RunTaskCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { dockerEnvironment } from '../src/env.ts'
import { createAws } from '../src/provision/aws.ts'
import { startStackProcess } from '../src/stack/start-stack-process.ts'
import { stopStack } from '../src/stack/stop-stack.ts'
import { openDocker, processesOf, sayLeftOut, testStackSettings } from '../testing/index.ts'
import { type EcsUnderTest, ecsUnderTest, registerRecorder, until } from './ecs-under-test.ts'

const standIns = fileURLToPath(new URL('stand-ins', import.meta.url))
const recorderImage = 'chronicle-test-task:latest'
const inDocker = { taskDriver: 'docker', recorderImage, dockerEnvironment: dockerEnvironment() } as const

const docker = await openDocker('node:24-bookworm-slim')
if (typeof docker === 'string') sayLeftOut('tasks in containers', docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe
const run = (...args: readonly string[]) =>
  typeof docker === 'string' ? Promise.reject(new Error(docker)) : docker.run(...args)

const containersOf = async (stateFolder: string) =>
  (await run('ps', '--all', '--quiet', '--filter', `label=chronicle.stack=${stateFolder}`)).split('\n').filter(Boolean)

withDocker('a task in a container', () => {
  let ecs: EcsUnderTest
  beforeAll(async () => {
    await run('build', '--quiet', '--tag', recorderImage, standIns)
    ecs = await ecsUnderTest(inDocker)
  })
  afterAll(async () => {
    const { stateFolder } = ecs.stack
    await ecs.stack.stop()
    expect(await containersOf(stateFolder)).toEqual([])
    expect(await processesOf(stateFolder)).toEqual([])
  })

  async function ended(taskArn: string) {
    await ecs.eventsUntil(taskArn, 'STOPPED')
    return ecs.task(taskArn)
  }
  const hasStarted = (taskArn: string) => until(async () => (await ecs.logOf(taskArn)).length > 0)
  const containerOf = (taskArn: string) => `chronicle-task-${taskArn.split('/').at(-1)}`
  const stop = (task: string, reason?: string) =>
    ecs.aws.ecs.send(new StopTaskCommand({ cluster: 'cluster', task, reason }))

  test('that ends by itself has its real exit code, its whole log, and leaves neither container nor volume', async () => {
    const volumes = await run('volume', 'ls', '--quiet')
    const taskArn = await ecs.started({ BEHAVIOUR: 'exit', CODE: '3' })
    expect(await ended(taskArn)).toMatchObject({ stopCode: 'EssentialContainerExited', containers: [{ exitCode: 3 }] })
    expect((await ecs.logOf(taskArn))[0]).toMatch(/^process \d+ in \/tmp$/)
    expect(readdirSync(join(ecs.stack.stateFolder, 'logs', 'tasks'))).toContain(`${taskArn.split('/').at(-1)}.log`)
    expect(await containersOf(ecs.stack.stateFolder)).toEqual([])
    expect(await run('volume', 'ls', '--quiet')).toBe(volumes)
  })

  test('that is stopped may finish its work after SIGTERM, and says who stopped it', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'finish' })
    await hasStarted(taskArn)
    await stop(taskArn, 'cancelled by the caller')
    expect(await ended(taskArn)).toMatchObject({
      stopCode: 'UserInitiated',
      stoppedReason: 'cancelled by the caller',
      containers: [{ exitCode: 0 }],
    })
  })

  test('is killed when it ignores SIGTERM for its stop timeout', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'ignore' })
    await hasStarted(taskArn)
    const began = performance.now()
    await stop(taskArn)
    expect(await ended(taskArn)).toMatchObject({ containers: [{ exitCode: 137 }] })
    expect(performance.now() - began).toBeGreaterThan(1_900)
    expect(await ecs.logOf(taskArn)).toContain('SIGTERM ignored')
  })

  test('that somebody kills has exit code 137', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'stay' })
    await hasStarted(taskArn)
    await run('kill', containerOf(taskArn))
    expect(await ended(taskArn)).toMatchObject({ containers: [{ exitCode: 137 }] })
  })

  test('that needs more memory than its definition gives is killed, and says so as ECS does', async () => {
    const task = await ended(await ecs.started({ BEHAVIOUR: 'eat' }))
    expect(task?.containers).toMatchObject([
      { exitCode: 137, reason: 'OutOfMemoryError: Container killed due to memory usage' },
    ])
  })

  test('sees what its definition and overrides say, its metadata, and nothing of the host', async () => {
    const taskArn = await ecs.started({ BEHAVIOUR: 'environment', OVERRIDDEN: 'yes' })
    await ended(taskArn)
    const told = Object.assign({}, ...(await ecs.logOf(taskArn)).slice(1).map((line) => JSON.parse(line)))
    expect(told.environment).toMatchObject({
      FROM_DEFINITION: 'yes',
      OVERRIDDEN: 'yes',
      AWS_ENDPOINT_URL: ecs.stack.url,
    })
    expect(Object.keys(told.environment)).not.toContain('npm_config_user_agent')
    expect(told.metadata).toMatchObject({ TaskARN: taskArn, Family: 'recorder', Revision: '1' })
  })

  test('whose image is not to be had never starts, and the reason says what to do', async () => {
    await registerRecorder(ecs.aws, {}, 'unbuilt', 'chronicle-test-never-built:1')
    const task = await ended(await ecs.started({}, { taskDefinition: 'unbuilt' }))
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' })
    expect(task?.stoppedReason).toMatch(
      /^CannotPullContainerError: the image "chronicle-test-never-built:1" .* util\/rebuild_images_no_cache\.sh/,
    )
    expect(task?.containers?.[0]).not.toHaveProperty('exitCode')
  })
})

// Needs no engine: that is what it is about.
test('a task fails with what to do where no Docker engine answers', async () => {
  const environment = { ...dockerEnvironment(), DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
  const ecs = await ecsUnderTest({ ...inDocker, dockerEnvironment: environment })
  try {
    const taskArn = await ecs.started({})
    await ecs.eventsUntil(taskArn, 'STOPPED')
    const task = await ecs.task(taskArn)
    expect(task).toMatchObject({ stopCode: 'TaskFailedToStart' })
    expect(task?.stoppedReason).toMatch(/^CannotPullContainerError: no Docker engine answers \(.*\); start it, or /)
  } finally {
    await ecs.stack.stop()
  }
})

withDocker('a stack that is killed', () => {
  let stateFolder: string
  beforeAll(async () => {
    stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-test-docker-'))
  })
  afterAll(async () => {
    await stopStack(stateFolder)
    expect(await processesOf(stateFolder)).toEqual([])
    expect(await containersOf(stateFolder)).toEqual([])
    await rm(stateFolder, { recursive: true, force: true })
  })
  const start = () =>
    startStackProcess({
      entryPoint: join(standIns, 'stack-entry.ts'),
      settings: testStackSettings(stateFolder, inDocker),
      detached: true,
    })
  const startTask = async (url: string) => {
    await createAws(url).ecs.send(new RunTaskCommand({ cluster: 'cluster', taskDefinition: 'recorder' }))
    await until(async () => (await run('ps', '--quiet', '--filter', `label=chronicle.stack=${stateFolder}`)) !== '')
  }

  test('leaves no container', async () => {
    const { pid, url } = await start()
    await startTask(url)
    process.kill(pid, 'SIGKILL')
    await until(async () => (await containersOf(stateFolder)).length === 0)
  })

  test('with all that belongs to it leaves a container that the next one removes', async () => {
    const { pid, url } = await start()
    await startTask(url)
    const guardAndEngine = await processesOf(stateFolder)
    for (const each of [...guardAndEngine, pid]) process.kill(each, 'SIGKILL')
    await until(async () => (await processesOf(stateFolder)).length === 0)
    expect(await containersOf(stateFolder)).toHaveLength(1)
    expect((await start()).alreadyRunning).toBe(false)
    expect(await containersOf(stateFolder)).toEqual([])
  })
})
