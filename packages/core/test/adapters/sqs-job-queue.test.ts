import { createHash } from 'node:crypto'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createJobQueue } from '../../src/adapters/index.ts'
import { startAwsStub } from '../aws-stub.ts'

let stub: Awaited<ReturnType<typeof startAwsStub>> | undefined
afterEach(() => stub?.close())

describe('createJobQueue', () => {
  it('rings in a group of the job alone, with a deduplication id that rises with sendSeq', async () => {
    // The SDK compares what SQS says it received with what it sent.
    const MD5OfMessageBody = createHash('md5').update('{"jobId":"job-1"}').digest('hex')
    stub = await startAwsStub({ status: 200, body: { MessageId: 'message-1', MD5OfMessageBody } })
    const queueUrl = `${stub.endpoint}/000000000000/chronicle-jobs.fifo`
    const queue = createJobQueue({ endpoint: stub.endpoint, queueUrl })
    await queue.ring('job-1', 1)
    await queue.ring('job-1', 2)
    const message = { QueueUrl: queueUrl, MessageBody: '{"jobId":"job-1"}', MessageGroupId: 'job-1' }
    expect(stub.requests).toEqual([
      { operation: 'SendMessage', body: { ...message, MessageDeduplicationId: 'job-1-1' } },
      { operation: 'SendMessage', body: { ...message, MessageDeduplicationId: 'job-1-2' } },
    ])
  })
})
