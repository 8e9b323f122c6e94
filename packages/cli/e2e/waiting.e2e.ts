import { setTimeout as sleep } from 'node:timers/promises'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { type JobView, newJob } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { scheduleEvent } from '@chronicle/core/testing'
import { names, queueUrl } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { sample, stackUnderTest } from './stack-under-test.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

// Room for one recorder, as in a region that is full.
const stack = await stackUnderTest({ maxTasks: 1 })
afterAll(() => stack.stop())

/** The job as soon as it is as wanted; the test's own time-out is the patience. */
async function jobThat(jobId: string, isWanted: (job: JobView) => boolean): Promise<JobView> {
  for (;;) {
    const job = await stack.api.job(jobId)
    if (isWanted(job)) return job
    await sleep(250)
  }
}

/** How many messages the queue holds, those included that a function has in hand. */
async function messages(): Promise<number> {
  const { Attributes = {} } = await stack.aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl(stack.url, names.queue),
      AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
    }),
  )
  return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)
}

async function noMessageLeft(): Promise<void> {
  while ((await messages()) > 0) await sleep(100)
}

describe('a job that cannot be launched at once', () => {
  it('waits in its row while there is no room, and is launched by the sweep of the schedule when there is', async () => {
    await using first = await sample({ seconds: 40 })
    await using second = await sample()
    const recording = await stack.api.submit({ url: first.url })
    await jobThat(recording.jobId, ({ status }) => status === 'RECORDING')

    const { jobId } = await stack.api.submit({ url: second.url })
    const waiting = await jobThat(jobId, ({ nextAt }) => nextAt !== undefined)
    expect(waiting).toMatchObject({ status: 'PENDING', statusReason: expect.stringContaining('no room') })
    expect(Date.parse(waiting.nextAt ?? '')).toBeGreaterThan(Date.now())
    await noMessageLeft()

    await expect(stack.ended(recording.jobId)).resolves.toMatchObject({ status: 'COMPLETED' })
    const launched = await jobThat(jobId, ({ status }) => status !== 'PENDING')
    expect(Date.parse(launched.startedAt ?? '')).toBeGreaterThan(Date.parse(waiting.nextAt ?? ''))
    const job = await stack.ended(jobId)
    expect(job).toMatchObject({ status: 'COMPLETED', attempt: 1 })
    expect(job).not.toHaveProperty('nextAt')
    expect(job).not.toHaveProperty('statusReason')
  }, 240_000)

  it('waits until the time that it is to start at, and is launched by the sweep of the schedule then', async () => {
    await using stream = await sample()
    const startAt = new Date(Date.now() + 5000).toISOString()
    const accepted = await stack.api.submit({ url: stream.url, startAt })
    const wait = { status: 'PENDING', startAt, nextAt: startAt, statusReason: 'It is to start at this time.' }
    expect(accepted).toMatchObject(wait)
    await sleep(4000)
    expect(await stack.api.job(accepted.jobId)).toMatchObject(wait)
    expect(await messages()).toBe(0)

    const launched = await jobThat(accepted.jobId, ({ status }) => status !== 'PENDING')
    expect(Date.parse(launched.startedAt ?? '')).toBeGreaterThan(Date.parse(startAt))
    const job = await stack.ended(accepted.jobId)
    expect(job).toMatchObject({ status: 'COMPLETED', attempt: 1, startAt })
    expect(job).not.toHaveProperty('nextAt')
  })

  it('is rung for when its bell never was', async () => {
    await using stream = await sample()
    const threeMinutesAgo = new Date(Date.now() - 180_000)
    const job = newJob({ jobId: 'never-rung', url: stream.url }, threeMinutesAgo)
    const jobs = createJobStore({ endpoint: stack.url, table: names.table })
    await jobs.create({ ...job, s3Bucket: names.bucket })
    await stack.aws.lambda.send(
      new InvokeCommand({ FunctionName: 'job-lifecycle', Payload: JSON.stringify(scheduleEvent) }),
    )
    await expect(stack.ended(job.jobId)).resolves.toMatchObject({ status: 'COMPLETED', attempt: 1 })
    const { sendSeq, open, lookAt } = (await jobs.get(job.jobId)) ?? {}
    expect({ sendSeq, open, lookAt }).toEqual({ sendSeq: 2, open: undefined, lookAt: undefined })
  })
})
