import { setTimeout as sleep } from 'node:timers/promises'
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { ProvisionedEngine } from '@chronicle/local/testing'
import { describe, expect, it } from '@jest/globals'
import {
  createJobStore,
  createObjectListing,
  createObjectStore,
  createObjectVersions,
  createReceivedMessages,
  createUploadStore,
} from '../src/adapters/index.ts'
import type { ObjectId } from '../src/index.ts'
import { describeJobList } from '../testing/job-list-contract.ts'
import { describeJobStore } from '../testing/job-store-contract.ts'
import { describeObjectListing } from '../testing/object-listing-contract.ts'
import { describeObjectStore } from '../testing/object-store-contract.ts'
import { describeObjectVersions } from '../testing/object-versions-contract.ts'
import { describeUploadStore } from '../testing/upload-store-contract.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

/** The contracts of the ports, on the adapters that speak to an engine which runs by the time of the first test. */
export function describeAdapters(engine: () => ProvisionedEngine): void {
  const endpoint = () => ({ endpoint: engine().url })
  const s3 = () => new S3Client({ ...endpoint(), forcePathStyle: true })
  const location = ({ bucket: Bucket, key: Key }: ObjectId) => ({ Bucket, Key })

  const jobs = once(() => createJobStore({ ...endpoint(), table: engine().table }))
  describeJobStore('DynamoDB', jobs)
  describeJobList('DynamoDB', jobs, 25)

  const overwrite = (id: ObjectId, Body: Uint8Array) => s3().send(new PutObjectCommand({ ...location(id), Body }))
  const objects = once(() => createObjectStore(endpoint()))
  describeObjectStore('S3', () => ({ objects: objects(), bucket: engine().bucket, overwrite }))

  const versions = once(() => createObjectVersions(endpoint()))
  describeObjectVersions('S3', () => ({
    versions: versions(),
    bucket: engine().bucket,
    put: async (id, body) => (await overwrite(id, body)).VersionId ?? '',
    get: (id) => text(id),
  }))
  async function text(id: ObjectId): Promise<string | undefined> {
    try {
      const { Body } = await s3().send(new GetObjectCommand(location(id)))
      return await Body?.transformToString()
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }

  const listing = once(() => createObjectListing(endpoint()))
  describeObjectListing('S3', () => ({
    listing: listing(),
    bucket: engine().bucket,
    put: (id) => overwrite(id, Buffer.from('x')),
  }))

  const uploads = once(() => createUploadStore(endpoint()))
  async function read(id: ObjectId): Promise<Uint8Array> {
    const { Body } = await s3().send(new GetObjectCommand(location(id)))
    return (await Body?.transformToByteArray()) ?? new Uint8Array()
  }
  describeReceivedMessages(endpoint)
  describeUploadStore('S3', () => ({ uploads: uploads(), bucket: engine().bucket, read }))
}

/** A message of a queue is hidden for longer than by itself, and comes back. */
function describeReceivedMessages(open: () => { readonly endpoint: string }): void {
  describe('ReceivedMessages: SQS', () => {
    it('keeps a message from coming back for as long as it is told, and no longer', async () => {
      const aws = open()
      const sqs = new SQSClient(aws)
      const Attributes = { FifoQueue: 'true', ContentBasedDeduplication: 'true', VisibilityTimeout: '1' }
      const { QueueUrl } = await sqs.send(
        new CreateQueueCommand({ QueueName: `hidden-${process.pid}.fifo`, Attributes }),
      )
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: 'message', MessageGroupId: 'group' }))
      const receive = async (WaitTimeSeconds = 0) => {
        const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds }))
        return Messages[0]?.ReceiptHandle
      }
      const receipt = await receive(5)
      await createReceivedMessages({ ...aws, queueUrl: String(QueueUrl) }).hide(String(receipt), 4)
      await sleep(2000)
      expect(await receive()).toBeUndefined()
      await sleep(3000)
      expect(await receive(5)).toEqual(expect.any(String))
    })
  })
}

/** Makes something when it is first asked for: there is no engine yet while tests are only being named. */
function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => (made ??= make())
}
