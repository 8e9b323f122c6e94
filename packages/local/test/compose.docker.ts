import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { afterAll, describe, expect, test } from '@jest/globals'
import { clone } from '../src/clone.ts'
import { freePort } from '../src/engine/free-port.ts'
import { createAws } from '../src/provision/aws.ts'
import { engineImage, openDocker, sayLeftOut } from '../testing/index.ts'

const file = join(clone.root, 'docker/localstack/docker-compose.yml')
const exec = promisify(execFile)

const docker = await openDocker(engineImage)
const commands = [
  { name: 'docker-compose', program: 'docker-compose', first: [] },
  { name: 'docker compose', program: 'docker', first: ['compose'] },
]
const missing = new Set<string>()
for (const { name, program, first } of commands)
  await exec(program, [...first, 'version']).catch(() => missing.add(name))

describe.each(commands)('the compose file, by $name', ({ name, program, first }) => {
  const lack = typeof docker === 'string' ? docker : missing.has(name) ? `there is no \`${name}\` here` : undefined
  if (lack) sayLeftOut(`the compose file, by ${name}`, lack)

  const project = `chronicle-test-${process.pid}-${first.length}`
  let port = 0
  const compose = async (...args: readonly string[]) => {
    const env = { ...process.env, CHRONICLE_ENGINE_PORT: String(port) }
    const all = [...first, '--project-name', project, '--file', file, ...args]
    return (await exec(program, all, { env })).stdout.trim()
  }
  const inspect = async (id: string) =>
    typeof docker === 'string' ? {} : JSON.parse(await docker.run('inspect', id))[0]
  const up = async () => {
    await compose('up', '--detach')
    const id = await compose('ps', '--quiet', 'localstack')
    while ((await inspect(id)).State.Health.Status === 'starting') await sleep(500)
    return inspect(id)
  }

  afterAll(async () => {
    if (!lack) await compose('down', '--volumes')
  })

  const where = lack ? test.skip : test
  where('brings the engine up for this machine alone, without the Docker socket', async () => {
    port = await freePort()
    const { State, HostConfig, Mounts } = await up()
    expect(State.Health.Status).toBe('healthy')
    expect(HostConfig.PortBindings).toEqual({ '4566/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] })
    expect(Mounts.map(({ Type, Destination }: { Type: string; Destination: string }) => [Type, Destination])).toEqual([
      ['volume', '/var/lib/localstack'],
    ])
  })

  where('keeps what is in it over down and up', async () => {
    const { s3 } = createAws(`http://127.0.0.1:${port}`)
    await s3.send(new CreateBucketCommand({ Bucket: 'kept' }))
    await s3.send(new PutObjectCommand({ Bucket: 'kept', Key: 'key', Body: 'body' }))
    await compose('down')
    await up()
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'kept', Key: 'key' }))
    expect(await Body?.transformToString()).toBe('body')
  })
})
