import { afterEach, describe, expect, it } from '@jest/globals'
import { createReceivedMessages } from '../../src/adapters/index.ts'
import { startAwsStub } from '../aws-stub.ts'

let stub: Awaited<ReturnType<typeof startAwsStub>> | undefined
afterEach(() => stub?.close())

describe('createReceivedMessages', () => {
  it('hides a message by the receipt that it came with', async () => {
    stub = await startAwsStub({ status: 200, body: {} })
    const queueUrl = `${stub.endpoint}/000000000000/chronicle-jobs.fifo`
    await createReceivedMessages({ endpoint: stub.endpoint, queueUrl }).hide('receipt-1', 360)
    const body = { QueueUrl: queueUrl, ReceiptHandle: 'receipt-1', VisibilityTimeout: 360 }
    expect(stub.requests).toEqual([{ operation: 'ChangeMessageVisibility', body }])
  })
})
