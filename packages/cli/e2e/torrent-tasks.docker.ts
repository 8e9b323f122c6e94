import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DescribeTasksCommand, RunTaskCommand } from '@aws-sdk/client-ecs'
import { CreateBucketCommand, DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { clone, createAws, names } from '@chronicle/local'
import { openDocker, sayLeftOut, startPlainEngine } from '@chronicle/local/testing'
import { createMetainfo, createPieceHasher, pieceLengthFor } from '@chronicle/torrent'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { byHandArguments, root, toolUser } from './by-hand-in-container.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { holdReads } from './hold-reads.ts'
import { fiveCapabilities, noCapabilities, rightsIn } from './rights-in-container.ts'
import { objectOf, stackUnderTest } from './stack-under-test.ts'
import { handOverAbove, torrentRows } from './torrent-rows.ts'

const recorderImage = 'chronicle-recorder:test'
const BUILD_MS = 600_000

// More than one thread's worth, and no piece like another.
const SIZE = 160 * 1024 * 1024 + 1

/** The info-hash that the library finds for the content under a name. */
function infoHashOf(name: string, content: Uint8Array): string {
  const length = content.length
  const pieceLength = pieceLengthFor(length)
  const hasher = createPieceHasher(pieceLength)
  hasher.update(content)
  return createMetainfo({ name, length, pieceLength, pieces: hasher.digest() }).infoHash
}

const docker = await openDocker('debian:bookworm-slim', 'node:24-bookworm-slim')
if (typeof docker === 'string') sayLeftOut("torrents by the recorder's image", docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe
const run = (...args: readonly string[]) =>
  typeof docker === 'string' ? Promise.reject(new Error(docker)) : docker.run(...args)

withDocker("a torrent by the recorder's image", () => {
  let content: Buffer
  const infoHashAs = (name: string) => infoHashOf(name, content)
  beforeAll(async () => {
    content = randomBytes(SIZE)
    const dockerfile = join(clone.root, 'docker/ecs/Dockerfile')
    await run('build', '--quiet', '--file', dockerfile, '--tag', recorderImage, clone.root)
  }, BUILD_MS)

  describe('as a task', () => {
    let stack: Awaited<ReturnType<typeof stackUnderTest>>
    beforeAll(async () => {
      stack = await stackUnderTest({ taskDriver: 'docker', recorderImage })
      await handOverAbove(stack.aws, 1000)
    })
    afterAll(() => stack.stop())

    it('is made of an object that one invocation does not hash, and its row says so', async () => {
      const Key = 'films/large film.bin'
      const row = torrentRows(stack.url)
      await stack.aws.s3.send(new PutObjectCommand({ Bucket: names.bucket, Key, Body: content }))
      const { taskArn } = await row(Key, (job) => job.taskArn !== undefined)
      const { Config, HostConfig, Mounts } = await factsOf(taskArn)
      expect(Config.Cmd).toBeNull() // what is to be done stands in the row
      expect(Config.Env).toEqual(expect.arrayContaining([expect.stringMatching(/^JOB_ID=t_/), 'ATTEMPT=1', 'LAUNCH=1']))
      expect(HostConfig).toMatchObject({ ReadonlyRootfs: true, SecurityOpt: ['no-new-privileges'], Binds: null })
      expect(HostConfig.CapDrop).toContainEqual(expect.stringMatching(/NET_RAW$/))
      expect(Mounts.map(({ Destination }: { Destination: string }) => Destination)).toEqual(['/tmp'])

      const { infoHash, ...made } = await row(Key, ({ status }) => status === 'COMPLETED')
      expect(made).toMatchObject({
        ...{ kind: 'torrent', runner: taskArn, hashedBytes: content.length, size: content.length },
        ...{ torrentFile: `${Key}.torrent`, pieceLength: 262_144 },
      })
      const torrent = foreignTorrent(await stack.object(names.bucket, `${Key}.torrent`))
      const expected = infoHashAs('large film.bin')
      expect([infoHash, torrent.infoHash, torrent.fits(content)]).toEqual([expected, expected, true])
      expect(await exitCodeOf(taskArn)).toBe(0)
    }, 240_000)

    it('is made by whoever may run a task, with the command `torrent <key>` and no row', async () => {
      // Nobody is told of what is put there, so that only this task can have made it.
      const Bucket = 'objects-of-before'
      await stack.aws.s3.send(new CreateBucketCommand({ Bucket }))
      await stack.aws.s3.send(new PutObjectCommand({ Bucket, Key: 'films/old film.bin', Body: content }))
      const override = {
        name: names.container,
        command: ['torrent', 'films/old film.bin'],
        environment: [{ name: 'S3_BUCKET', value: Bucket }],
      }
      const { tasks } = await stack.aws.ecs.send(
        new RunTaskCommand({
          cluster: names.cluster,
          taskDefinition: names.taskFamily,
          networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-00000000'] } },
          overrides: { containerOverrides: [override] },
        }),
      )
      expect(await exitCodeOf(tasks?.[0]?.taskArn)).toBe(0)
      const torrent = foreignTorrent(await stack.object(Bucket, 'films/old film.bin.torrent'))
      expect([torrent.infoHash, torrent.fits(content)]).toEqual([infoHashAs('old film.bin'), true])
    })

    /** What Docker says of a task's container, once it is there. */
    async function factsOf(task: string | undefined) {
      for (let tries = 0; ; tries++) {
        try {
          return JSON.parse(await run('inspect', `chronicle-task-${task?.split('/').at(-1)}`))[0]
        } catch (error) {
          if (tries === 100) throw error
          await sleep(50)
        }
      }
    }

    async function exitCodeOf(task: string | undefined): Promise<number> {
      for (;;) {
        const asked = new DescribeTasksCommand({ cluster: names.cluster, tasks: [task ?? ''] })
        const exitCode = (await stack.aws.ecs.send(asked)).tasks?.[0]?.containers?.[0]?.exitCode
        if (exitCode !== undefined) return exitCode
        await sleep(200)
      }
    }
  })

  describe('by hand', () => {
    const Bucket = 'objects'
    const Key = 'films/a film, by hand.bin'
    let engine: Awaited<ReturnType<typeof startPlainEngine>>
    let aws: ReturnType<typeof createAws>
    beforeAll(async () => {
      engine = await startPlainEngine()
      aws = createAws(engine.url)
      await aws.s3.send(new CreateBucketCommand({ Bucket }))
      await aws.s3.send(new PutObjectCommand({ Bucket, Key, Body: content }))
    })
    afterAll(() => engine.stop())
    const byHand = (...args: readonly string[]) =>
      run('run', '--rm', ...byHandArguments(engine.url, root, { S3_BUCKET: Bucket }), recorderImage, ...args)

    it.each([
      ['root with five capabilities', root, { Uid: '0', CapEff: fiveCapabilities }],
      ['a user without any', toolUser, { Uid: '10001', CapEff: noCapabilities }],
    ])(
      'is made as %s, on a root file system that nobody writes to, by a program that is healthy',
      async (_, user, rights) => {
        await using gate = await holdReads(engine.url)
        const settings = byHandArguments(gate.url, user, { S3_BUCKET: Bucket })
        const container = await run('run', '--detach', ...settings, recorderImage, 'torrent', Key)
        try {
          const exitCode = run('wait', container)
          await Promise.race([gate.isAsked, exitCode]) // one that ends at once is looked at in vain, and says so
          expect(await rightsIn({ run }, container, 'node|MainThread')).toMatchObject(rights)
          await expect(run('exec', container, 'touch', '/opt/chronicle/x')).rejects.toThrow('Read-only file system')
          await run('exec', container, 'health-check.sh')
          gate.letGo()
          expect(await exitCode).toBe('0')
          const end = JSON.parse((await run('logs', container)).split('\n').at(-1) ?? '')
          const torrent = foreignTorrent(await objectOf(aws, Bucket, `${Key}.torrent`))
          const infoHash = infoHashAs('a film, by hand.bin')
          expect(end).toMatchObject({ message: 'COMPLETED', key: Key, torrentFile: `${Key}.torrent`, infoHash })
          expect([torrent.infoHash, torrent.fits(content)]).toEqual([infoHash, true])
        } finally {
          await run('rm', '--force', '--volumes', container)
          await aws.s3.send(new DeleteObjectCommand({ Bucket, Key: `${Key}.torrent` }))
        }
      },
    )

    it('is none of what is not there, and the exit code says so', async () => {
      await expect(byHand('torrent', 'films/none.bin')).rejects.toMatchObject({
        message: expect.stringMatching(/there is no object \\"films\/none\.bin\\" in bucket/),
        cause: { code: 1 },
      })
    })

    it.each([
      ['no key', ['torrent']],
      ['an empty one', ['torrent', '']],
      ['a key in two words', ['torrent', 'films/a', 'film.bin']],
    ])('says how it is used where it is given %s', async (_, args) => {
      await expect(byHand(...args)).rejects.toMatchObject({
        message: expect.stringMatching(/^usage: entrypoint\.sh <url> \[filename\] \| torrent <key> {3}\(.+\)$/),
        cause: { code: 2 },
      })
    })
  })
})
