import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { DisableRuleCommand } from '@aws-sdk/client-eventbridge'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import type { Job } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { scheduleEvent } from '@chronicle/core/testing'
import { names, queueUrl } from '@chronicle/local'
import { processesOf } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { decode } from './ffmpeg.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const PART = 8 * 1024 * 1024
const stack = await stackUnderTest()
const jobs = createJobStore({ endpoint: stack.url, table: names.table })
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-dead-'))
afterAll(async () => {
  await stack.stop()
  await rm(folder, { recursive: true })
})

/** A stream of two parts in a second or two. */
const largeSample = () => sample({ seconds: 60, bitrate: 16_000_000, speed: 4, mode: 'ends' })

/** The row as soon as it is as wanted; the test's own time-out is the patience. */
async function rowThat(jobId: string, isWanted: (job: Job) => boolean): Promise<Job> {
  for (;;) {
    const job = await jobs.get(jobId)
    if (job && isWanted(job)) return job
    await sleep(100)
  }
}

/** Kills a task's program and its tools, as a host that fails does. */
async function kill({ taskArn = '' }: Job): Promise<void> {
  const id = taskArn.slice(taskArn.lastIndexOf('/') + 1)
  for (const pid of await processesOf(id)) process.kill(pid, 'SIGKILL')
}

/** A recording that two parts of are in S3. */
const hasParts = ({ uploadId, bytesUploaded = 0 }: Job) => uploadId !== undefined && bytesUploaded >= 2 * PART

async function expectPlayable(bucket: string | undefined, key: string | undefined) {
  const content = await stack.object(bucket, key)
  const file = join(folder, 'kept.mkv')
  await writeFile(file, content)
  const { complaints, frames } = await decode(file)
  // The last cluster is cut off in its middle; ffmpeg says so once, and plays up to there.
  expect(complaints.split('\n').filter((line) => line && !line.endsWith('File ended prematurely'))).toEqual([])
  expect(frames).toBeGreaterThan(25)
  expect(foreignTorrent(await stack.object(bucket, `${key}.torrent`)).fits(content)).toBe(true)
  return content.length
}

describe('a recorder that is killed in the middle of its recording', () => {
  it('leaves all but its last part, playable and with its torrent; the next attempt records on', async () => {
    await using stream = await largeSample()
    const { jobId } = await stack.api.submit({ url: stream.url })
    const recording = await rowThat(jobId, hasParts)
    await kill(recording)
    const second = await rowThat(jobId, ({ attempt }) => attempt === 2)
    const [first] = second.attempts ?? []
    expect(first).toMatchObject({ attempt: 1, status: 'COMPLETED', partial: true, endReason: 'RECORDER_KILLED' })
    expect(first?.size).toBeGreaterThanOrEqual((recording.bytesUploaded ?? 0) - PART)
    await expect(expectPlayable(second.s3Bucket, first?.s3Key)).resolves.toBe(first?.size)
    const ended = await stack.ended(jobId)
    expect(ended).toMatchObject({ status: 'COMPLETED', attempt: 2 })
    expect(ended.s3Key).not.toBe(first?.s3Key)
  })

  it('has a job that ends with what is kept, where the stream is over by then', async () => {
    const stream = await largeSample()
    const { jobId } = await stack.api.submit({ url: stream.url })
    const recording = await rowThat(jobId, hasParts)
    await stream.stop()
    await kill(recording)
    const ended = await stack.ended(jobId)
    expect(ended).toMatchObject({ status: 'COMPLETED', partial: true, attempt: 2 })
    await expectPlayable(ended.s3Bucket, ended.s3Key)
  })
})

describe('a recorder whose end nobody was told of', () => {
  it('has its job settled by the sweep', async () => {
    const other = await stackUnderTest()
    const rows = createJobStore({ endpoint: other.url, table: names.table })
    try {
      await other.aws.events.send(new DisableRuleCommand({ Name: names.taskRule }))
      await using stream = await largeSample()
      const { jobId } = await other.api.submit({ url: stream.url, maxDurationSeconds: 3600 })
      let job = await rows.get(jobId)
      while (!job || !hasParts(job)) {
        await sleep(100)
        job = await rows.get(jobId)
      }
      await kill(job)
      await sleep(2000)
      await expect(rows.get(jobId)).resolves.toMatchObject({ status: 'RECORDING', attempt: 1 })
      // As if nothing had been heard of it for three minutes.
      await rows.change(jobId, {}, { set: { lookAt: new Date().toISOString() } })
      const Payload = JSON.stringify(scheduleEvent)
      await other.aws.lambda.send(new InvokeCommand({ FunctionName: 'job-lifecycle', Payload }))
      await expect(rows.get(jobId)).resolves.toMatchObject({ attempt: 2, attempts: [{ partial: true }] })
    } finally {
      await other.stop()
    }
  })
})

describe('a dead letter', () => {
  it('is seen as a FAILED job that keeps the message', async () => {
    const request = { MessageBody: '{"jobId":"nobody"}', MessageGroupId: 'nobody' }
    await stack.aws.sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl(stack.url, names.deadLetterQueue), ...request }),
    )
    await expect(rowThat('nobody', () => true)).resolves.toMatchObject({
      ...{ status: 'FAILED', errorCode: 'DEAD_LETTERED', requestBody: '{"jobId":"nobody"}' },
      deadLetteredAt: expect.any(String),
    })
  })
})
