import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DescribeTasksCommand, StopTaskCommand } from '@aws-sdk/client-ecs'
import { HeadObjectCommand } from '@aws-sdk/client-s3'
import { clone, names } from '@chronicle/local'
import { openDocker, sayLeftOut } from '@chronicle/local/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { byHandArguments, root } from './by-hand-in-container.ts'
import { decode } from './ffmpeg.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { fiveCapabilities, noCapabilities, rightsIn } from './rights-in-container.ts'
import { silentSource } from './silent-source.ts'
import { privateSources, sample, stackUnderTest } from './stack-under-test.ts'

const recorderImage = 'chronicle-recorder:test'
const BUILD_MS = 600_000

/** What the kernel is to say of yt-dlp and ffmpeg. */
const ofTools = { Uid: '10001', Gid: '10001', Groups: '', CapEff: noCapabilities, NoNewPrivs: '1' }

const docker = await openDocker('debian:bookworm-slim', 'node:24-bookworm-slim')
if (typeof docker === 'string') sayLeftOut("the recorder's image", docker)
const withDocker = typeof docker === 'string' ? describe.skip : describe
const run = (...args: readonly string[]) =>
  typeof docker === 'string' ? Promise.reject(new Error(docker)) : docker.run(...args)
const rightsOf = (task: string | undefined, program: string) => rightsIn({ run }, containerOf(task), program)
const containerOf = (task: string | undefined) => `chronicle-task-${task?.split('/').at(-1)}`

withDocker("the recorder's image", () => {
  let stack: Awaited<ReturnType<typeof stackUnderTest>>
  let silent: Awaited<ReturnType<typeof silentSource>>
  let folder: string
  beforeAll(async () => {
    await run(
      'build',
      '--quiet',
      '--file',
      join(clone.root, 'docker/ecs/Dockerfile'),
      '--tag',
      recorderImage,
      clone.root,
    )
    silent = await silentSource()
    stack = await stackUnderTest({
      taskDriver: 'docker',
      recorderImage,
      privateSources: [...privateSources, silent.source],
    })
    folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-'))
  }, BUILD_MS)
  afterAll(async () => {
    await stack.stop()
    silent.stop()
    await rm(folder, { recursive: true })
  })

  /** What came of a job: what its row says of the recording, and what others say of the bytes. */
  async function outcome(where: Pick<typeof stack, 'object' | 'ended'>, jobId: string) {
    const job = await where.ended(jobId)
    const content = await where.object(job.s3Bucket, job.s3Key)
    const torrent = foreignTorrent(await where.object(job.s3Bucket, job.torrentFile))
    const file = join(folder, `${jobId}.mkv`)
    await writeFile(file, content)
    const { complaints, seconds } = await decode(file)
    const { status, endReason, partial, codecs, s3Key } = job
    return {
      row: { status, endReason, partial, codecs, s3Key },
      torrent: { fits: torrent.fits(content), pieceLength: torrent.pieceLength, name: torrent.name },
      seconds,
      complaints,
    }
  }

  it('records a stream with the same result as the process does', async () => {
    const inProcess = await stackUnderTest()
    try {
      const record = async (where: typeof stack) => {
        await using stream = await sample({ seconds: 12, speed: 3 })
        await where.api.submit({ url: stream.url, jobId: 'same', filename: 'same.mp4' })
        return await outcome(where, 'same')
      }
      const [container, process] = [await record(stack), await record(inProcess)]
      expect(container.row).toMatchObject({ status: 'COMPLETED', endReason: 'ENDED', codecs: ['h264', 'aac'] })
      expect(container).toEqual({ ...process, seconds: expect.closeTo(process.seconds, 0) })
      expect(container).toMatchObject({ complaints: '', torrent: { fits: true } })
    } finally {
      await inProcess.stop()
    }
  })

  it('runs its tools as a user without rights, on a root file system that nobody writes to, and is healthy', async () => {
    await using stream = await sample({ seconds: 60, speed: 1 })
    await stack.api.submit({ url: stream.url, jobId: 'bare' })
    const task = await recordingTask('bare')
    const container = containerOf(task)
    const inside = (command: string) => run('exec', container, 'sh', '-c', command)

    expect(await rightsOf(task, 'ffmpeg')).toEqual(ofTools)
    expect(await rightsOf(task, 'node|MainThread')).toMatchObject({
      Uid: '0',
      CapEff: fiveCapabilities,
      NoNewPrivs: '1',
    })
    await expect(inside('/usr/sbin/chroot / true')).rejects.toThrow('Operation not permitted')
    expect(await inside('touch /opt/x /home/x /etc/x; touch /tmp/x && echo only /tmp')).toBe('only /tmp')
    await expect(inside('touch /opt/chronicle/x')).rejects.toThrow('Read-only file system')
    await inside('health-check.sh')
    // What a tool leaves in its home is cleared away too.
    const left = 'mkdir -m 700 left && touch left/file && chown -R 10001 left'
    await inside(`cd /tmp/chronicle-recorder-*/home && ${left}`)
    const [facts] = JSON.parse(await run('inspect', container))
    expect(facts.HostConfig).toMatchObject({
      ReadonlyRootfs: true,
      Init: true,
      NetworkMode: 'host',
      NanoCpus: 500_000_000,
      Memory: 1024 * 1024 * 1024,
      Binds: null,
    })
    expect(facts.Mounts.map(({ Destination }: { Destination: string }) => Destination)).toEqual(['/tmp'])

    await stack.aws.ecs.send(new StopTaskCommand({ cluster: names.cluster, task, reason: 'seen enough' }))
    const { row, ...rest } = await outcome(stack, 'bare')
    expect(row).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'STOPPED' })
    expect(rest).toMatchObject({ complaints: '', torrent: { fits: true } })
    expect(await exitCodeOf(task)).toBe(0)
  })

  it('runs yt-dlp as that user as well, and may end it', async () => {
    await stack.api.submit({ url: `http://${silent.source}/live`, jobId: 'silent' })
    await silent.isAsked()
    const { taskArn: task } = await stack.api.job('silent')
    expect(await rightsOf(task, 'yt-dlp')).toEqual(ofTools)

    const began = performance.now()
    await stack.aws.ecs.send(new StopTaskCommand({ cluster: names.cluster, task, reason: 'seen enough' }))
    expect(await stack.ended('silent')).toMatchObject({ status: 'FAILED', errorCode: 'STOPPED_BEFORE_MEDIA' })
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  it('hangs visibly: without a sign of life for a minute it is not healthy', async () => {
    const started = ['run', '--rm', '--entrypoint', 'sh', recorderImage, '-c']
    const folderOf = 'mkdir /tmp/chronicle-recorder-x'
    await run(...started, `${folderOf} && touch /tmp/chronicle-recorder-x/alive && health-check.sh`)
    const stale = `touch -d '2 minutes ago' /tmp/chronicle-recorder-x/alive`
    await expect(run(...started, `${folderOf} && ${stale} && health-check.sh`)).rejects.toThrow()
    await expect(run(...started, 'health-check.sh')).rejects.toThrow()
  })

  describe('by hand', () => {
    const byHand = (...args: readonly string[]) => {
      const settings = { PRIVATE_SOURCES: privateSources.join(',') }
      return run('run', '--rm', ...byHandArguments(stack.url, root, settings), ...args)
    }
    const recordingIn = (log: string) => {
      const line = log.split('\n').find((text) => text.includes('"message":"COMPLETED"')) ?? '{}'
      return JSON.parse(line)
    }

    it('`entrypoint.sh <url> <filename>` makes a recording without a job', async () => {
      await using stream = await sample()
      const { s3Key, torrentFile, size } = recordingIn(await byHand(recorderImage, stream.url, 'by hand.mp4'))
      expect(s3Key).toMatch(/^recordings\/\d{4}\/\d\d\/\d\d\/hand-[0-9a-f]{8}\/by hand\.mkv$/)
      const content = await stack.object(names.bucket, s3Key)
      expect(content.length).toBe(size)
      expect(foreignTorrent(await stack.object(names.bucket, torrentFile)).fits(content)).toBe(true)
    })

    it('URL and FILENAME do the same', async () => {
      await using stream = await sample()
      const variables = ['--env', `URL=${stream.url}`, '--env', 'FILENAME=named']
      const { s3Key } = recordingIn(await byHand(...variables, recorderImage))
      expect(s3Key).toMatch(/\/named\.mkv$/)
      await stack.aws.s3.send(new HeadObjectCommand({ Bucket: names.bucket, Key: s3Key }))
    })

    it('fails with an exit code where there is nothing to record, and with the usage where it is asked wrongly', async () => {
      await expect(byHand(recorderImage, 'http://127.0.0.1:9/live.m3u8')).rejects.toMatchObject({ cause: { code: 1 } })
      await expect(byHand(recorderImage, 'a', 'b', 'c')).rejects.toMatchObject({
        message: expect.stringContaining('usage: entrypoint.sh <url> [filename]'),
        cause: { code: 2 },
      })
    })
  })

  it('that was never built fails the job, and its reason says how to build it', async () => {
    const unbuilt = await stackUnderTest({ taskDriver: 'docker', recorderImage: 'chronicle-never-built:1' })
    try {
      const { jobId } = await unbuilt.api.submit({ url: 'https://example.com/live' })
      expect(await unbuilt.ended(jobId)).toMatchObject({
        status: 'FAILED',
        errorCode: 'TASK_FAILED_TO_START',
        error: expect.stringMatching(/CannotPullContainerError: .*util\/rebuild_images_no_cache\.sh/),
      })
    } finally {
      await unbuilt.stop()
    }
  })

  async function exitCodeOf(task: string): Promise<number> {
    for (;;) {
      const { tasks = [] } = await stack.aws.ecs.send(
        new DescribeTasksCommand({ cluster: names.cluster, tasks: [task] }),
      )
      const exitCode = tasks[0]?.containers?.[0]?.exitCode
      if (exitCode !== undefined) return exitCode
      await sleep(200)
    }
  }

  /** The ARN of a job's task, once it has recorded for some seconds. */
  async function recordingTask(jobId: string): Promise<string> {
    for (;;) {
      const { mediaSeconds = 0, taskArn } = await stack.api.job(jobId)
      if (mediaSeconds > 3 && taskArn) return taskArn
      await sleep(200)
    }
  }
})
