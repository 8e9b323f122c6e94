import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand, PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda'
import {
  HeadObjectCommand,
  NotFound,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3'
import { backfillId, isEnded, type Job, torrentId } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { scheduleEvent } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import { processesOf } from '@chronicle/local/testing'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { chronicle } from './command.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())
const { s3, lambda } = stack.aws
const Bucket = names.bucket
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: names.region })
const jobs = createJobStore({ endpoint: stack.url, table: names.table })

const running = (...args: readonly string[]) => chronicle(args, { CHRONICLE_API_URL: stack.apiUrl })
const command = (...args: readonly string[]) => running(...args).ended
const idOf = (prefix: string) => backfillId({ bucket: Bucket, prefix })
const put = (Key: string, Body: string, Metadata = {}) =>
  s3.send(new PutObjectCommand({ Bucket, Key, Body: Buffer.from(Body), Metadata }))

/** The row of a backfill, once it is as it should be. */
async function rowOf(prefix: string, isRight: (job: Job) => boolean): Promise<Job> {
  for (let tries = 0; tries < 800; tries++) {
    const job = await jobs.get(idOf(prefix))
    if (job && isRight(job)) return job
    await sleep(50)
  }
  throw new Error(`the backfill of "${prefix}" is ${JSON.stringify(await jobs.get(idOf(prefix)))}`)
}

const isThere = (Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false
      throw error
    },
  )

/** The torrent beside an object, once it is there. */
async function torrentOf(key: string) {
  for (let tries = 0; tries < 240 && !(await isThere(`${key}.torrent`)); tries++) await sleep(250)
  return foreignTorrent(await stack.object(Bucket, `${key}.torrent`))
}

// From now on nobody hears of what is put: it is from before, as it were.
beforeAll(() => s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration: {} })))

describe('objects that were there before', () => {
  const odd = ['plus+and space', '100%', 'a?b#c&d=e', 'emoji 🎥/日本語', "quote'(1)!*", '-dash', 'UPPER', '#', 'über']
  const keys = Array.from({ length: 36 }, (_, index) => `films/${odd[index % odd.length]} ${index}.bin`)

  it('get their torrents by one command, which says of how many', async () => {
    for (const key of keys) await put(key, `content of ${key}`)
    await put('films/empty.bin', '')
    await put('films/of nobody.torrent', 'the torrent of nothing')
    await put('films beside.bin', 'not below')
    await stack.api.orderTorrent(String(keys[0]))
    await torrentOf(String(keys[0]))

    const { code, stdout, stderr } = await command('backfill', 'films/')
    expect([code, stderr]).toEqual([0, expect.stringContaining(`has begun, as job ${idOf('films/')}`)])
    expect(stdout).toMatch(/status +COMPLETED\n/)
    expect(stdout).toMatch(/objects +37 listed: 1 ready, 35 ordered, 1 refused$/m)
    for (const key of keys) expect((await torrentOf(key)).fits(Buffer.from(`content of ${key}`))).toBe(true)
    const refused = await stack.ended(torrentId({ bucket: Bucket, key: 'films/empty.bin' }))
    expect(refused).toMatchObject({ status: 'FAILED', errorCode: 'EMPTY_OBJECT' })
    expect(await isThere('films beside.bin.torrent')).toBe(false)
    expect(await isThere('films/of nobody.torrent.torrent')).toBe(false)
  }, 180_000)

  it('that have their torrents by now are left alone when the same is asked for again', async () => {
    const { code, stdout } = await command('backfill', 'films/', '--json')
    const states = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect([code, states.at(-1)]).toMatchObject([0, { status: 'COMPLETED', attempt: 2 }])
    expect(states.at(-1).backfill).toMatchObject({ listed: 37, ready: 36, ordered: 0, refused: 1, failed: 0 })
  }, 60_000)

  it('are left to the backfill by a command that does not wait, and says how to see and stop it', async () => {
    const { code, stdout } = await command('backfill', 'films/', '--no-wait')
    expect([code, stdout]).toEqual([0, expect.stringContaining(`npm run chronicle -- job ${idOf('films/')}\n`)])
    expect(stdout).toContain(`npm run chronicle -- cancel ${idOf('films/')}\n`)
    await stack.ended(idOf('films/'))
    const shown = await command('job', idOf('films/'))
    expect(shown.stdout).toMatch(
      /below +s3:\/\/chronicle-recordings-dev\/films\/\nobjects +37 listed: 36 ready, 0 ordered/,
    )
  }, 60_000)

  it('are all that are in the bucket, where that is wanted', async () => {
    const { code, stdout } = await command('backfill', '--all', '--no-wait', '--json')
    expect([code, JSON.parse(stdout)]).toEqual([
      0,
      { bucket: Bucket, prefix: '', jobId: idOf(''), backfill: 'started' },
    ])
    expect((await torrentOf('films beside.bin')).fits(Buffer.from('not below'))).toBe(true)
    expect(await rowOf('', ({ status }) => isEnded(status))).toMatchObject({ status: 'COMPLETED' })
  }, 60_000)

  it.each([
    [['backfill'], /or --all for the whole bucket/],
    [['backfill', ''], /or --all for the whole bucket/],
    [['backfill', 'films/', '--all'], /or --all for the whole bucket/],
    [['backfill', `s3://${Bucket}/films/`], /names a bucket/],
    [['backfill', '.chronicle/'], /it is internal/],
    [['retry', idOf('films/')], /it is a backfill; POST \/torrents/],
    [['purge', idOf('films/')], /it is a backfill; what it ordered belongs to the objects/],
  ])('are not meant by %j', async (args, says) => {
    expect(await command(...args)).toMatchObject({ code: 1, stderr: expect.stringMatching(says) })
  })

  it('are no jobs among those that record', async () => {
    expect((await stack.api.jobs({})).items).toEqual([])
  })
})

// Objects that have their torrents, so that a backfill is about nothing but how far it is: three pages of the bucket.
describe('a backfill of several pages', () => {
  const OBJECTS = 1250
  const begin = async () => {
    const { jobId } = await stack.api.orderBackfill('many/')
    expect(jobId).toBe(idOf('many/'))
    return rowOf('many/', ({ status, backfill }) => !isEnded(status) && backfill?.after !== '')
  }

  beforeAll(async () => {
    const numbers = Array.from({ length: OBJECTS }, (_, index) => index)
    const putBoth = async (index: number) => {
      const key = `many/${String(index).padStart(4, '0')}.bin`
      const { ETag = '', VersionId } = await put(key, 'content')
      const source = { 'source-etag': ETag, 'source-size': '7', ...(VersionId && { 'source-version-id': VersionId }) }
      await put(`${key}.torrent`, 'torrent', source)
    }
    while (numbers.length > 0) await Promise.all(numbers.splice(0, 20).map(putBoth))
  }, 120_000)

  it('is followed by a command that can be interrupted, and goes on without it', async () => {
    const following = running('backfill', 'many/')
    await following.said('listed: ')
    process.kill(-Number(following.child.pid), 'SIGINT')
    const { code, stderr } = await following.ended
    expect([code, stderr]).toEqual([130, expect.stringContaining(`npm run chronicle -- cancel ${idOf('many/')}`)])
    const done = await rowOf('many/', ({ status }) => isEnded(status))
    expect(done).toMatchObject({ status: 'COMPLETED', backfill: { listed: OBJECTS, ready: OBJECTS, failed: 0 } })
  }, 60_000)

  it('is one, however often it is asked for, and is cancelled by its id', async () => {
    const { attempt } = await begin()
    expect(await stack.api.orderBackfill('many/')).toMatchObject({ jobId: idOf('many/'), backfill: 'running' })
    expect(await command('cancel', idOf('many/'))).toMatchObject({ code: 0 })
    const cancelled = await rowOf('many/', ({ status }) => isEnded(status))
    expect(cancelled).toMatchObject({ status: 'CANCELLED', attempt, endReason: 'CANCEL_REQUESTED' })
    await sleep(3000)
    expect(await jobs.get(idOf('many/'))).toEqual(cancelled)
    expect(cancelled.backfill?.listed).toBeLessThan(OBJECTS)
  }, 60_000)

  it('whose process is killed, and whose event is not repeated, is gone on with by the sweep, and counts nothing twice', async () => {
    const FunctionName = 's3-torrent-creator'
    await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 0 }))
    const { attempt } = await begin()
    for (const pid of await processesOf(stack.stateFolder, `AWS_LAMBDA_FUNCTION_NAME=${FunctionName}`))
      process.kill(pid, 'SIGKILL')
    await sleep(500) // by which its last write has come through, if it was under way
    const left = await rowOf('many/', () => true)
    await sleep(3000)
    expect(await jobs.get(idOf('many/'))).toEqual(left)
    expect(left).toMatchObject({ status: 'CREATING_TORRENT', attempt })
    expect(left.backfill?.listed).toBeLessThan(OBJECTS)

    const { changed } = await jobs.change(idOf('many/'), {}, { set: { lookAt: new Date(0).toISOString() } })
    expect(changed).toBe(true)
    const Payload = JSON.stringify(scheduleEvent)
    await lambda.send(new InvokeCommand({ FunctionName: 'job-lifecycle', Payload }))
    const done = await rowOf('many/', ({ status }) => isEnded(status))
    expect(done).toMatchObject({
      status: 'COMPLETED',
      attempt,
      backfill: { listed: OBJECTS, ready: OBJECTS, failed: 0 },
    })
  }, 60_000)
})
