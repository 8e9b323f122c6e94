import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { clone } from '@chronicle/local'
import { type PlainEngine, startPlainEngine, startTestStack } from '@chronicle/local/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { withAwsCli } from './aws-cli.ts'

// The commands of the original's READMEs, word for word, at the root of the repository, against two engines in turn; so they need
// the port of the READMEs.
const engines: Readonly<Record<string, () => Promise<PlainEngine>>> = {
  "Chronicle's own stack": () => startTestStack({ port: 4566 }),
  'an engine started by hand': () => startPlainEngine({ port: 4566 }),
}

const { AWS_ENDPOINT_URL: _, ...inherited } = process.env
const environment = {
  ...inherited,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
}

type Ended = { readonly code: number; readonly printed: string }

/** Runs a command in a folder, by default the root; answers how it ended and what it printed. */
async function sh(command: string, cwd: string = clone.root, more: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const options = { cwd, env: { ...environment, ...more } }
  return promisify(execFile)('bash', ['-ec', command], options).then(
    ({ stdout, stderr }) => ({ code: 0, printed: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      printed: error.stdout + error.stderr,
    }),
  )
}
const succeeded = async (command: string, cwd?: string, more?: NodeJS.ProcessEnv): Promise<string> => {
  const { code, printed } = await sh(command, cwd, more)
  if (code !== 0) throw new Error(`${command} ended with ${code}:\n${printed}`)
  return printed
}

const setup = 'docker/localstack/localstack_setup.sh'
const torrentSetup = 'docker/localstack/s3-torrent-lambda-setup.sh'

describe.each(Object.entries(engines))('against %s', (_name, start) => {
  let engine: PlainEngine
  let folder: string
  beforeAll(async () => {
    engine = await start()
    folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
  })
  afterAll(async () => {
    await engine.stop()
    await rm(folder, { recursive: true })
  })

  it('both scripts make everything at once, and again', async () => {
    const both = () => Promise.all([succeeded(setup), succeeded(torrentSetup)])
    for (const [first, second] of [await both(), await both()]) {
      expect(first).toMatch(/API {8}http:\/\/localhost:4566\/restapis\/chronicle\/test\/_user_request_\/jobs/)
      expect(first + second).not.toMatch(/FAILED|left out/)
    }
  })

  it('the script runs in its own folder too', async () => {
    await succeeded('./localstack_setup.sh', join(clone.root, 'docker/localstack'))
  })

  it('the curl that it prints makes a job', async () => {
    const [curl] = /^curl .*$/m.exec(await succeeded(setup)) ?? []
    const [answer] = /\{"jobId".*?\}/.exec(await succeeded(`${curl}`)) ?? []
    expect(JSON.parse(`${answer}`)).toMatchObject({ url: 'https://example.com/stream' })
  })

  withAwsCli("the READMEs' curl and invoke make jobs", async () => {
    const posted =
      await succeeded(`curl -sS -X POST http://localhost:4566/restapis/chronicle/test/_user_request_/jobs \\
     -H "Content-Type: application/json" \\
     -d '{"url": "https://example.com/stream"}'`)
    expect(JSON.parse(posted)).toMatchObject({ status: 'PENDING' })
    await succeeded(
      `aws --endpoint-url=http://localhost:4566 lambda invoke \\
     --function-name dispatch-to-ecs \\
     --payload '{"url": "https://example.com/stream"}' \\
     output.json`,
      folder,
    )
    expect(JSON.parse(await readFile(join(folder, 'output.json'), 'utf8'))).toMatchObject({ status: 'STARTED' })
  })

  withAwsCli("the READMEs' layer is built and published", async () => {
    await succeeded('./util/build-transmission-lambda-layer.sh')
    // The command names no address: whose AWS it is, the environment says.
    const published = await succeeded(
      `aws lambda publish-layer-version \\
     --layer-name transmission-tools \\
     --description "Lambda layer with transmission-cli tools" \\
     --compatible-runtimes python3.8 python3.9 \\
     --zip-file fileb://terraform/backend/lambda/transmission_tools_layer.zip`,
      clone.root,
      { AWS_ENDPOINT_URL: 'http://localhost:4566' },
    )
    expect(JSON.parse(published)).toMatchObject({
      LayerArn: expect.stringContaining(':layer:transmission-tools'),
      CompatibleRuntimes: ['python3.8', 'python3.9'],
    })
  })

  withAwsCli("the READMEs' upload gets its torrent", async () => {
    await writeFile(join(folder, 'test-file.txt'), 'some text\n')
    await succeeded(
      'aws --endpoint-url=http://localhost:4566 s3 cp test-file.txt s3://chronicle-recordings-dev/',
      folder,
    )
    let listing = ''
    for (let tries = 0; tries < 40 && !listing.includes('test-file.txt.torrent'); tries++) {
      await sleep(250)
      listing = await succeeded('aws --endpoint-url=http://localhost:4566 s3 ls s3://chronicle-recordings-dev/')
    }
    expect(listing).toMatch(/ test-file\.txt\.torrent$/m)
  })
})

describe('the script', () => {
  withAwsCli('ends with 1 and a list where something that matters is missing', async () => {
    const engine = await startPlainEngine()
    const more = { AWS_ENDPOINT_URL: engine.url }
    const table = '--table-name jobs --attribute-definitions AttributeName=id,AttributeType=S'
    const keys = '--key-schema AttributeName=id,KeyType=HASH --billing-mode PAY_PER_REQUEST'
    await sh(`aws --endpoint-url ${engine.url} dynamodb create-table ${table} ${keys}`)
    const { code, printed } = await sh(setup, clone.root, more)
    expect(code).toBe(1)
    expect(printed).toMatch(/FAILED {5}table: .*key "id" instead of "jobId"\n +mend: .*delete-table/)
    expect(printed).toMatch(/are missing: table, /)
    await engine.stop()
  })

  it('says where everything is made, where the tools look in another region', async () => {
    const engine = await startPlainEngine()
    const { code, printed } = await sh(setup, clone.root, { AWS_ENDPOINT_URL: engine.url, AWS_REGION: 'eu-west-1' })
    expect(code).toBe(0)
    expect(printed).toMatch(/your tools look in eu-west-1, and everything is made in us-east-1/)
    await engine.stop()
  })

  it('refuses AWS itself', async () => {
    const { code, printed } = await sh(setup, clone.root, { AWS_ENDPOINT_URL: 'https://s3.us-east-1.amazonaws.com' })
    expect(code).toBe(1)
    expect(printed).toContain('see terraform/README.md')
  })

  it('finishes what a run that was killed midway began', async () => {
    const engine = await startPlainEngine()
    const env = { ...environment, AWS_ENDPOINT_URL: engine.url }
    const killed = spawn('bash', [setup], { cwd: clone.root, env, detached: true })
    for await (const chunk of killed.stdout) if (String(chunk).includes('ready')) break
    process.kill(-(killed.pid ?? 0), 'SIGKILL')
    if (killed.exitCode === null && killed.signalCode === null) await once(killed, 'close')
    expect(await sh(setup, clone.root, { AWS_ENDPOINT_URL: engine.url })).toMatchObject({ code: 0 })
    await engine.stop()
  })
})
