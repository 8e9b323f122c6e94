import { setTimeout as sleep } from 'node:timers/promises'
import { GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda'
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { expect, test } from '@jest/globals'
import { clone } from '../src/clone.ts'
import { provisionEngine } from '../src/engines/provision-engine.ts'
import { createAws } from '../src/provision/aws.ts'
import { names } from '../src/provision/names.ts'
import { engineImage, openDocker, sayLeftOut, startEngineContainer } from '../testing/index.ts'

const docker = await openDocker(engineImage)
if (typeof docker === 'string') sayLeftOut('the provisioning of an engine in a container', docker)
const withDocker = typeof docker === 'string' ? test.skip : test

// Inside the container the port is another one than out here, so a function that was given ours would find nothing.
withDocker('functions of an engine in a container are given its address on the Docker network', async () => {
  const container = await startEngineContainer()
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const built = { zips: clone.zips, layer: clone.layer, torrentEngine: 'streaming', torrentsOnly: true } as const
  const { outcomes } = await provisionEngine(
    { endpoint: container.url, credentials, ...built, patienceMs: 10_000 },
    { onWait: () => {}, onEngine: () => {}, onOutcome: () => {} },
  )
  expect(outcomes.map(({ state }) => state)).toEqual(outcomes.map(() => 'ready'))

  const { lambda, s3 } = createAws(container.url)
  const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: 's3-torrent-creator' }))
  expect(Environment?.Variables?.AWS_ENDPOINT_URL).toMatch(/^http:\/\/(?!127\.)[\d.]+:4566$/)

  const Bucket = names.bucket
  await s3.send(new PutObjectCommand({ Bucket, Key: 'test-file.txt', Body: 'some text\n' }))
  const torrent = () => s3.send(new HeadObjectCommand({ Bucket, Key: 'test-file.txt.torrent' }))
  for (let tries = 0; tries < 60; tries++) if (await torrent().catch(() => sleep(250))) break
  expect((await torrent()).ContentLength).toBeGreaterThan(100)
  await container.stop()
})
