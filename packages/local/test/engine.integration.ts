import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { CreateFunctionCommand, InvokeCommand } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { type Engine, startEngine } from '../src/engine/start-engine.ts'
import { createAws } from '../src/provision/aws.ts'
import { toolsFolder } from '../testing/index.ts'
import { processesOf } from '../testing/processes-of.ts'

let stateFolder: string
beforeEach(async () => {
  stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-test-engine-'))
})
afterEach(() => rm(stateFolder, { recursive: true, force: true }))

function start(): Promise<Engine> {
  const logFile = join(stateFolder, 'engine.log')
  return startEngine({ toolsFolder, stateFolder, logFile, endpointUrl: 'http://127.0.0.1:4566', persist: false })
}

async function zipOf(code: string): Promise<Buffer> {
  await writeFile(join(stateFolder, 'index.js'), code)
  const python = join(toolsFolder, 'venv/bin/python')
  await promisify(execFile)(python, ['-m', 'zipfile', '-c', 'function.zip', 'index.js'], { cwd: stateFolder })
  return readFile(join(stateFolder, 'function.zip'))
}

async function invoke(engine: Engine, code: string): Promise<unknown> {
  const { lambda } = createAws(engine.url)
  const Role = 'arn:aws:iam::000000000000:role/any'
  const Code = { ZipFile: await zipOf(code) }
  await lambda.send(
    new CreateFunctionCommand({ FunctionName: 'f', Runtime: 'nodejs22.x', Handler: 'index.handler', Role, Code }),
  )
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: 'f' }))
  return JSON.parse(Payload?.transformToString() ?? 'null')
}

describe('a Lambda in the engine', () => {
  test('runs on the tools’ Node, finds the front door, and sees nothing of the host’s environment', async () => {
    const engine = await start()
    process.env.CHRONICLE_TEST_SECRET = 'leaked'
    const code = 'exports.handler = async () => ({ version: process.version, environment: process.env })'
    expect(await invoke(engine, code)).toEqual({
      version: process.version,
      environment: expect.objectContaining({ AWS_ENDPOINT_URL: 'http://127.0.0.1:4566', HOME: stateFolder }),
    })
    expect(await invoke(engine, code).catch(String)).not.toContain('leaked')
    await engine.stop()
  })

  test('is gone with the engine, worker and unpacked code, even while it runs', async () => {
    const engine = await start()
    void invoke(engine, 'exports.handler = () => new Promise((end) => setTimeout(end, 60_000))').catch(() => {})
    const temporary = join(stateFolder, 'engine', 'tmp')
    while (!(await readdir(temporary)).some((name) => name.startsWith('ministack-lambda-')));
    await engine.stop()
    expect(await processesOf(stateFolder)).toEqual([])
    expect(await readdir(temporary)).toEqual([])
  })
})

test('a second engine on the same state folder is refused, and the first is left alone', async () => {
  const first = await start()
  await expect(start()).rejects.toMatchObject({ name: 'StateFolderInUse', stateFolder })
  expect((await fetch(`${first.url}/_ministack/health`)).status).toBe(200)
  await first.stop()
})
