import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { RunTaskCommand } from '@aws-sdk/client-ecs'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { isAlive } from '../src/process/send-signal.ts'
import { createAws } from '../src/provision/aws.ts'
import { findStack } from '../src/stack/find-stack.ts'
import type { StackSettings } from '../src/stack/stack-settings.ts'
import { startStack } from '../src/stack/start-stack.ts'
import { startStackProcess } from '../src/stack/start-stack-process.ts'
import { stopStack } from '../src/stack/stop-stack.ts'
import { testStackSettings } from '../testing/index.ts'
import { processesOf } from '../testing/processes-of.ts'
import { standInRecorder, until } from './ecs-under-test.ts'

const file = (name: string) => fileURLToPath(new URL(`stand-ins/${name}`, import.meta.url))
let stateFolder: string

beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-test-process-'))
})
afterEach(async () => {
  await stopStack(stateFolder)
  expect(await processesOf(stateFolder)).toEqual([])
  await rm(stateFolder, { recursive: true, force: true })
})

function order(change: Partial<StackSettings> = {}, detached = true) {
  const settings = testStackSettings(stateFolder, { recorder: standInRecorder, ...change })
  return { entryPoint: file('stack-entry.ts'), settings, detached }
}

function runTask(url: string, BEHAVIOUR: string) {
  const environment = [{ name: 'BEHAVIOUR', value: BEHAVIOUR }]
  const overrides = { containerOverrides: [{ name: 'main', environment }] }
  return createAws(url).ecs.send(new RunTaskCommand({ cluster: 'cluster', taskDefinition: 'recorder', overrides }))
}

/** The temporary folders of tasks. There is no folder for them before the first. */
const taskFolders = () => (existsSync(join(stateFolder, 'tasks')) ? readdirSync(join(stateFolder, 'tasks')) : [])

describe('a detached stack', () => {
  test('tells its progress, is found by its state folder, and stops when asked', async () => {
    const steps: string[] = []
    const started = await startStackProcess({ ...order(), onProgress: ({ step }) => steps.push(step) })
    expect(steps).toEqual(['front door open', 'engine ready', 'provisioned'])
    const { pid, url } = started
    expect(await findStack(stateFolder)).toMatchObject({ pid, url, ready: true })
    expect(await stopStack(stateFolder)).toMatchObject({ stopped: true, pid, url })
    expect(isAlive(pid)).toBe(false)
    expect(await stopStack(stateFolder)).toEqual({ stopped: false })
  })

  test('that runs already is answered instead of a second one', async () => {
    const first = await startStackProcess(order())
    const second = await startStackProcess(order({ anyPortIfTaken: true }))
    expect(second).toMatchObject({ pid: first.pid, url: first.url, alreadyRunning: true })
    await second.stop()
    expect(await findStack(stateFolder)).toMatchObject({ pid: first.pid })
  })

  test.each([
    ['the same port', { port: 45_661, anyPortIfTaken: false }],
    ['any port', { port: 0 }],
  ])('started twice at once on %s is one stack', async (_, change) => {
    const both = await Promise.all([startStackProcess(order(change)), startStackProcess(order(change))])
    expect(both[0].pid).toBe(both[1].pid)
    expect(both.map(({ alreadyRunning }) => alreadyRunning).sort()).toEqual([false, true])
    expect(readdirSync(stateFolder).filter((name) => name.startsWith('provisioned-by'))).toHaveLength(1)
  })

  test('keeps its objects over a stop and start', async () => {
    const at = { Bucket: 'kept', Key: 'key' }
    const { s3 } = createAws((await startStackProcess(order({ persist: true }))).url)
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }))
    await s3.send(new PutObjectCommand({ ...at, Body: 'body' }))
    await stopStack(stateFolder)
    const again = createAws((await startStackProcess(order({ persist: true }))).url)
    const { Body } = await again.s3.send(new GetObjectCommand(at))
    expect(await Body?.transformToString()).toBe('body')
  })

  test('lets its tasks finish when it stops', async () => {
    const { url } = await startStackProcess(order())
    await runTask(url, 'finish')
    await until(() => taskFolders().length === 1)
    await stopStack(stateFolder)
    expect(taskFolders()).toEqual([])
  })
})

describe('a stack that is killed', () => {
  test('leaves no process, and after the next start no temporary folder', async () => {
    const { pid, url } = await startStackProcess(order())
    await runTask(url, 'finish')
    await runTask(url, 'stay')
    await until(async () => (await processesOf(stateFolder)).length === 3)
    process.kill(pid, 'SIGKILL')
    await until(async () => (await processesOf(stateFolder)).length === 0)
    expect(taskFolders()).toHaveLength(2)
    expect(await findStack(stateFolder)).toBeUndefined()
    const next = await startStackProcess(order())
    expect(next.alreadyRunning).toBe(false)
    expect(taskFolders()).toEqual([])
    expect(readdirSync(join(stateFolder, 'engine', 'tmp')).filter((name) => name.includes('lambda'))).toEqual([])
  })

  test('can be started again at once', async () => {
    const { pid } = await startStackProcess(order())
    process.kill(pid, 'SIGKILL')
    expect(await startStackProcess(order())).toMatchObject({ alreadyRunning: false })
  })
})

test('a stack that is not detached stops when its parent is killed', async () => {
  const parent = spawn(process.execPath, [file('starts-a-stack.ts'), JSON.stringify(order({}, false))], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: parent.stdout }), 'line')
  await runTask(JSON.parse(line).url, 'finish')
  parent.kill('SIGKILL')
  await until(async () => (await processesOf(stateFolder)).length === 0)
  expect(readdirSync(stateFolder)).not.toContain('stack.json')
})

describe('a stack.json', () => {
  test.each([
    ['of a dead process', 2 ** 22],
    ['whose process id is now another program', process.pid],
  ])('%s counts for nothing', async (_, pid) => {
    const record = { pid, port: 1, url: 'http://127.0.0.1:1', startedAt: new Date().toISOString() }
    await writeFile(join(stateFolder, 'stack.json'), JSON.stringify(record))
    expect(await findStack(stateFolder)).toBeUndefined()
    expect(await stopStack(stateFolder)).toEqual({ stopped: false })
  })

  test('that is not whole counts for nothing', async () => {
    await writeFile(join(stateFolder, 'stack.json'), '{"pid":')
    expect(await findStack(stateFolder)).toBeUndefined()
  })
})

describe('a start that fails', () => {
  test('names the port that another program has', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(startStackProcess(order({ port }))).rejects.toMatchObject({ name: 'PortInUse', port })
    server.close()
  })

  test('shows the end of the engine’s log and leaves nothing running', async () => {
    const broken = order({ engineEnvironment: { GATEWAY_PORT: 'none' } })
    await expect(startStackProcess(broken)).rejects.toThrow(/The engine ended with exit code 1.*ValueError/s)
    expect(await processesOf(stateFolder)).toEqual([])
  })

  test('says that the engine is not installed', async () => {
    const broken = order({ toolsFolder: stateFolder })
    await expect(startStackProcess(broken)).rejects.toThrow('Is the engine installed there?')
  })
})

test('a start that is given up leaves nothing behind, whatever provisioning is doing', async () => {
  const giveUp = new AbortController()
  const never = new Promise<void>(() => {})
  const start = startStack(order().settings, {
    signal: giveUp.signal,
    provision: () => {
      giveUp.abort(new Error('given up'))
      return never
    },
  })
  await expect(start).rejects.toThrow('given up')
  expect(await processesOf(stateFolder)).toEqual([])
})

test('a stack whose engine dies stops and says so in its log', async () => {
  const { pid } = await startStackProcess(order())
  const engine = (await processesOf(join(stateFolder, 'engine', 'lock')))[0]
  process.kill(Number(engine), 'SIGKILL')
  await until(() => !isAlive(pid))
  expect(await readFile(join(stateFolder, 'logs', 'stack.log'), 'utf8')).toContain('The engine ended by itself')
})
