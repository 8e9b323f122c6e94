import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { createJobQueue, createJobStore } from '@chronicle/core/aws'
import { buildJob } from '@chronicle/core/testing'
import { startProvisionedEngine } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { dueJob } from './due-job.ts'
import { createLifecycle, taskArn } from './lifecycle.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const engine = await startProvisionedEngine()
afterAll(() => engine.stop())

const { url: endpoint, table, queueUrl } = engine
const jobs = createJobStore({ endpoint, table })
const queue = createJobQueue({ endpoint, queueUrl })
const sqs = new SQSClient({ endpoint })

/** Everything that is in the queue now. */
async function messages(): Promise<string[]> {
  const found: string[] = []
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 600 }),
    )
    if (Messages.length === 0) return found.sort()
    found.push(...Messages.map(({ Body = '' }) => Body))
  }
}

describe('the sweep on DynamoDB and SQS', () => {
  it('rings once for each due job when two sweeps run at once, and not for the others', async () => {
    const due = Array.from({ length: 130 }, (_, index) => dueJob({ jobId: `due-${String(index).padStart(3, '0')}` }))
    const others = [
      dueJob({ jobId: 'recording', status: 'RECORDING', runner: taskArn }),
      dueJob({ jobId: 'ended', status: 'COMPLETED' }),
      buildJob({ jobId: 'later', lookAt: '2026-03-04T07:00:00.000Z' }),
    ]
    await Promise.all([...due, ...others].map((job) => jobs.create(job)))
    const lifecycles = [createLifecycle([], { jobs, queue }), createLifecycle([], { jobs, queue })]
    for (const { tasks } of lifecycles) tasks.tell({ taskArn, lastStatus: 'RUNNING' })
    await Promise.all(lifecycles.map(({ sweep }) => sweep()))

    await expect(messages()).resolves.toEqual(due.map(({ jobId }) => JSON.stringify({ jobId })))
    const rung = lifecycles.flatMap(({ metrics }) => metrics.counted)
    expect(rung).toHaveLength(due.length)
    await expect(jobs.get('due-000')).resolves.toMatchObject({ sendSeq: 2, lookAt: '2026-03-04T06:02:00.000Z' })
    await expect(jobs.get('recording')).resolves.toMatchObject({ lookAt: '2026-03-04T06:06:00.000Z', sendSeq: 1 })
    await expect(jobs.get('ended')).resolves.not.toHaveProperty('open')
  })

  it('has nothing to do a minute later, and rings with a number of its own when nobody has answered by then', async () => {
    const { sweep, clock } = createLifecycle([], { jobs, queue })
    clock.advance(60_000)
    await sweep()
    await expect(messages()).resolves.toEqual([])
    await jobs.change('later', {}, { set: { lookAt: '2026-03-04T06:00:00.000Z' } })
    await sweep()
    clock.advance(120_000)
    // Within the five minutes in which SQS would drop the same number.
    await sweep()
    await expect(jobs.get('later')).resolves.toMatchObject({ sendSeq: 3 })
    await expect(messages()).resolves.toEqual(['{"jobId":"later"}', '{"jobId":"later"}'])
  })
})
