import { setTimeout as sleep } from 'node:timers/promises'
import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import { DeleteObjectCommand, HeadObjectCommand, NotFound, PutObjectCommand } from '@aws-sdk/client-s3'
import { type Job, torrentId } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { names } from '@chronicle/local'
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { foreignTorrent } from './foreign-torrent.ts'
import { stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())
const { s3, lambda } = stack.aws
const Bucket = names.bucket
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: names.region })
const jobs = createJobStore({ endpoint: stack.url, table: names.table })

/** The row of an object's torrent, once it is as it should be. The sweep rings each minute. */
async function rowOf(key: string, isRight: (job: Job) => boolean): Promise<Job> {
  for (let tries = 0; tries < 400; tries++) {
    const job = await jobs.get(torrentId({ bucket: Bucket, key }))
    if (job && isRight(job)) return job
    await sleep(500)
  }
  throw new Error(`the row of "${key}" is ${JSON.stringify(await jobs.get(torrentId({ bucket: Bucket, key })))}`)
}

/** Whether an object is there. */
const isThere = (Key: string) =>
  s3.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    (error: unknown) => {
      if (error instanceof NotFound) return false
      throw error
    },
  )

describe('an object that is more than one invocation hashes', () => {
  beforeAll(async () => {
    const FunctionName = 's3-torrent-creator'
    const { Environment } = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
    const Variables = { ...Environment?.Variables, TORRENT_MOST_BYTES: '1000' }
    await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }))
    await waitUntilFunctionUpdatedV2({ client: lambda, maxWaitTime: 60, minDelay: 0.1 }, { FunctionName })
  })

  it('gets its torrent from a task of the recorder, is followed by it, and loses it when it is deleted', async () => {
    const content = Buffer.alloc(3_000_000, 'chronicle')
    await s3.send(new PutObjectCommand({ Bucket, Key: 'films/large.bin', Body: content }))
    await rowOf('films/large.bin', ({ status }) => status === 'PENDING')
    const made = await rowOf('films/large.bin', ({ status }) => status === 'COMPLETED')
    expect(made).toMatchObject({ kind: 'torrent', hashedBytes: 3_000_000, runner: expect.stringMatching(/^arn:/) })
    const torrent = foreignTorrent(await stack.object(Bucket, 'films/large.bin.torrent'))
    expect([torrent.infoHash, torrent.fits(content)]).toEqual([made.infoHash, true])

    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'films/large.bin' }))
    const gone = await rowOf('films/large.bin', ({ status }) => status === 'CANCELLED')
    expect(gone).toMatchObject({ torrentWithdrawnAt: expect.any(String) })
    expect(gone).not.toHaveProperty('infoHash')
    expect(await isThere('films/large.bin.torrent')).toBe(false)
  }, 240_000)
})
