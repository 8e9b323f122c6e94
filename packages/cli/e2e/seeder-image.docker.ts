import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JobView } from '@chronicle/core'
import { clone, localSeeding, names } from '@chronicle/local'
import { openDocker, sayLeftOut } from '@chronicle/local/testing'
import { downloadByAria2, startTracker, withClients } from '@chronicle/seeder/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

const images = { ecs: 'chronicle-recorder:test', transmission: 'chronicle-transmission:test' }
const BUILD_MS = 600_000

const docker = await openDocker('debian:bookworm-slim', 'node:24-bookworm-slim')
if (typeof docker === 'string') sayLeftOut("the seeder's image", docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe
const run = (...args: readonly string[]) =>
  typeof docker === 'string' ? Promise.reject(new Error(docker)) : docker.run(...args)

withDocker("the seeder's image", () => {
  let stack: Awaited<ReturnType<typeof stackUnderTest>>
  let tracker: Awaited<ReturnType<typeof startTracker>>
  let folder: string
  beforeAll(async () => {
    for (const [name, image] of Object.entries(images)) {
      const dockerfile = join(clone.root, 'docker', name, 'Dockerfile')
      await run('build', '--quiet', '--file', dockerfile, '--tag', image, clone.root)
    }
    tracker = await startTracker()
    const seeding = { ...localSeeding, ratio: 1, trackers: [tracker.url], image: images.transmission }
    stack = await stackUnderTest({ taskDriver: 'docker', recorderImage: images.ecs, seeding })
    folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
  }, BUILD_MS)
  afterAll(async () => {
    await stack.stop()
    await tracker.stop()
    await rm(folder, { recursive: true })
  })

  async function jobOnce(jobId: string, isThere: (job: JobView) => boolean): Promise<JobView> {
    for (let tries = 0; tries < 600; tries++) {
      const job = await stack.api.job(jobId)
      if (isThere(job)) return job
      await sleep(100)
    }
    throw new Error(`job "${jobId}" is still ${JSON.stringify((await stack.api.job(jobId)).seeding)}`)
  }

  async function isGivenTo(client: string, job: JobView): Promise<boolean> {
    const torrent = await stack.object(job.s3Bucket, job.torrentFile)
    const file = join(folder, `${client}.torrent`)
    await writeFile(file, torrent)
    await downloadByAria2(file, join(folder, client))
    const got = await readFile(join(folder, client, foreignTorrent(torrent).name))
    return Buffer.compare(got, await stack.object(job.s3Bucket, job.s3Key)) === 0
  }

  withClients('seeds a completed job as a task, on a root file system that nobody writes to', async () => {
    await using stream = await sample()
    const { jobId } = await stack.api.submit({ url: stream.url, filename: 'seeded' })
    const job = await jobOnce(jobId, ({ seeding }) => seeding?.state === 'SEEDING')
    const container = `chronicle-task-${job.seeder?.split('/').at(-1)}`
    const inside = (command: string) => run('exec', container, 'sh', '-c', command)
    expect(await inside('id -u')).toBe('10001')
    await expect(inside('touch /opt/chronicle/x')).rejects.toThrow('Read-only file system')
    await inside('health-check.sh')

    expect(await isGivenTo('as-a-task', job)).toBe(true)
    const { seeding } = await jobOnce(jobId, (now) => now.seeding?.state === 'ENDED')
    expect(seeding).toMatchObject({ endReason: 'RATIO' })
  })

  withClients('seeds by hand, by the key of a torrent, until it is stopped', async () => {
    await using stream = await sample()
    const { jobId } = await stack.api.submit({ url: stream.url, filename: 'by hand' })
    const job = await stack.ended(jobId)
    await jobOnce(jobId, ({ seeding }) => seeding?.state === 'SEEDING')
    const variables = {
      AWS_ENDPOINT_URL: stack.url,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      S3_BUCKET: names.bucket,
      DDB_TABLE: names.table,
      SEED_DHT: 'false',
      SEED_PEER_PORT: '0',
    }
    const given = Object.entries(variables).flatMap(([name, value]) => ['--env', `${name}=${value}`])
    const hardened = ['--detach', '--read-only', '--network', 'host', '--tmpfs', '/tmp:mode=1777']
    const container = await run('run', ...hardened, ...given, images.transmission, String(job.torrentFile))
    while (!(await run('logs', container)).includes('"SEEDING"')) await sleep(200)
    await run('stop', '--time', '60', container)
    expect(await run('inspect', '--format', '{{.State.ExitCode}}', container)).toBe('143')
    await run('rm', container)
  })

  it('says how it is used where it is asked wrongly', async () => {
    await expect(run('run', '--rm', images.transmission, 'a', 'b')).rejects.toMatchObject({
      message: expect.stringContaining('usage: entrypoint.sh <job id | key of a torrent>'),
      cause: { code: 2 },
    })
  })
})
