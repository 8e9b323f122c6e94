import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetLayerVersionCommand, ListLayerVersionsCommand } from '@aws-sdk/client-lambda'
import { clone, names } from '@chronicle/local'
import { buildTransmissionLayer } from '@chronicle/local/testing'
import { afterAll, describe, expect } from '@jest/globals'
import { withAwsCli } from './aws-cli.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { stackUnderTest } from './stack-under-test.ts'

// The commands below are those of the original's README, word for word: so they need its port, and the AWS CLI.
await buildTransmissionLayer()
const stack = await stackUnderTest({ port: 4566, torrentEngine: 'transmission' })
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

const { lambda, logs } = stack.aws
const environment = {
  ...process.env,
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_PAGER: '',
  AWS_ENDPOINT_URL: 'http://localhost:4566',
}
const sh = async (command: string, cwd = folder): Promise<string> =>
  (await promisify(execFile)('sh', ['-ec', command], { cwd, env: environment })).stdout

/** What the torrent creator has logged, each line that is JSON. */
async function logLines(): Promise<Record<string, string>[]> {
  const logGroupName = '/aws/lambda/s3-torrent-creator'
  const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }))
  return events.flatMap(({ message = '' }) => (message.startsWith('{') ? [JSON.parse(message)] : []))
}

/** What lies in the engine's temporary folder of the objects that are hashed. */
const scratchFolders = async () =>
  (await readdir(join(stack.stateFolder, 'engine/tmp'))).filter((name) => name.startsWith('chronicle-torrent-'))

describe('a stack whose torrent engine is transmission', () => {
  withAwsCli('makes the torrent of an upload with the program of its layer, and none other', async () => {
    const content = Buffer.alloc(20_000_000, 'chronicle')
    await writeFile(join(folder, 'test-file.bin'), content)
    await sh('aws --endpoint-url=http://localhost:4566 s3 cp test-file.bin s3://chronicle-recordings-dev/')
    const read = () => stack.object(names.bucket, 'test-file.bin.torrent').catch(() => undefined)
    let bytes = await read()
    for (let tries = 0; tries < 80 && !bytes; tries++) {
      await sleep(250)
      bytes = await read()
    }
    const torrent = foreignTorrent(bytes ?? new Uint8Array())
    expect([torrent.fits(content), torrent.pieceLength]).toEqual([true, 262_144])

    const key = 'test-file.bin'
    const lines = (await logLines()).filter((line) => line.key === key)
    expect(lines).toMatchObject([
      {
        message: 'transmission has hashed the object',
        createdBy: 'Transmission/3.00 (bb6b5a062e)',
        program: expect.stringMatching(`^${stack.stateFolder}/engine/tmp/ministack-lambda-.*/layer_0/bin/`),
      },
      { message: 'torrent made', engine: 'transmission', infoHash: torrent.infoHash },
    ])
    expect(await scratchFolders()).toEqual([])
  })

  withAwsCli('has a layer that anyone may publish again, by the command of the original', async () => {
    await sh(
      `aws lambda publish-layer-version \
         --layer-name transmission-tools \
         --description "Lambda layer with transmission-cli tools" \
         --compatible-runtimes python3.8 python3.9 \
         --zip-file fileb://terraform/backend/lambda/transmission_tools_layer.zip`,
      clone.root,
    )
    const LayerName = names.transmissionLayer
    const { LayerVersions = [] } = await lambda.send(new ListLayerVersionsCommand({ LayerName }))
    expect(LayerVersions.map(({ Version }) => Version)).toEqual([2, 1])
    const versions = [1, 2].map((VersionNumber) =>
      lambda.send(new GetLayerVersionCommand({ LayerName, VersionNumber })),
    )
    const [ours, theirs] = (await Promise.all(versions)).map(({ Content }) => Content?.CodeSha256)
    expect(theirs).toBe(ours)
    expect((await readFile(clone.layer)).length).toBeGreaterThan(1_000_000)
  })
})
