import { FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { names, queueUrl } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { sample, stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())

/** How many recorders of a job passed the fence: each says so in its log, and only a process that really ran writes one. */
async function recordersPast(jobId: string): Promise<number> {
  const { events = [] } = await stack.aws.logs.send(
    new FilterLogEventsCommand({ logGroupName: names.recorderLogGroup }),
  )
  const lines = events.map(({ message = '{}' }) => JSON.parse(message))
  return lines.filter((line) => line.jobId === jobId && line.message === 'recording').length
}

const post = (body: unknown) =>
  fetch(`${stack.apiUrl}/jobs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })

describe('one recorder', () => {
  it('records a job whose message is delivered five times', async () => {
    await using stream = await sample()
    const message = { jobId: 'five-times', url: stream.url }
    for (const repeat of [1, 2, 3, 4, 5]) {
      const request = {
        MessageBody: JSON.stringify(message),
        MessageGroupId: 'default',
        MessageDeduplicationId: `repeat-${repeat}`,
      }
      await stack.aws.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(stack.url, names.queue), ...request }))
    }
    await expect(stack.ended('five-times')).resolves.toMatchObject({ status: 'COMPLETED', attempt: 1 })
    await expect(recordersPast('five-times')).resolves.toBe(1)
  })

  it('records a job that fifty callers ask for at once', async () => {
    await using stream = await sample()
    const request = { jobId: 'fifty-posts', url: stream.url }
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(request)))
    const statuses = answers.map(({ status }) => status)
    expect(statuses.filter((status) => status === 202)).toHaveLength(1)
    expect(statuses.filter((status) => status === 200)).toHaveLength(49)
    await expect(stack.ended('fifty-posts')).resolves.toMatchObject({ status: 'COMPLETED', attempt: 1 })
    await expect(recordersPast('fifty-posts')).resolves.toBe(1)
  })

  it('records a job that comes in three ways at once', async () => {
    await using stream = await sample()
    const request = { jobId: 'three-ways', url: stream.url }
    const Payload = JSON.stringify(request)
    await Promise.all([
      post(request),
      stack.aws.lambda.send(new InvokeCommand({ FunctionName: 'dispatch-to-ecs', Payload })),
      stack.aws.sqs.send(
        new SendMessageCommand({
          QueueUrl: queueUrl(stack.url, names.queue),
          MessageBody: Payload,
          MessageGroupId: 'default',
        }),
      ),
    ])
    await expect(stack.ended('three-ways')).resolves.toMatchObject({ status: 'COMPLETED' })
    await expect(recordersPast('three-ways')).resolves.toBe(1)
  })
})
