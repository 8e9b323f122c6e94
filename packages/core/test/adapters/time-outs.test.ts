import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { clientSettings, s3Settings } from '../../src/adapters/client-settings.ts'
import { OutOfTime, withTimeLeft } from '../../src/index.ts'
import { openBlackHole } from '../../testing/index.ts'
import { startAwsStub } from '../aws-stub.ts'

const TIMEOUT_MS = 300
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 100\r\n\r\n'

const request = new GetItemCommand({ TableName: 'jobs', Key: { jobId: { S: 'job-1' } } })

describe('the time-outs of the SDK clients', () => {
  beforeEach(() => {
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
    jest.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
  })

  it.each([
    ['never answers', '', ''],
    ['never comes to the end of its headers', 'HTTP/1.1 200 OK\r\nx-header: ', 'x'],
    ['goes silent in the middle of an answer', `${head}{"Item"`, ''],
  ])('give up on a service that %s, after three attempts', async (_, beginning, drip) => {
    await using hole = await openBlackHole({ beginning, drip })
    const { endpoint, asked } = hole
    const client = new DynamoDBClient(clientSettings({ endpoint }, TIMEOUT_MS))
    const started = performance.now()
    await expect(client.send(request)).rejects.toThrow()
    expect(asked()).toBe(3)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('give up on an object whose bytes stop coming', async () => {
    await using hole = await openBlackHole({ beginning: `${head}some bytes` })
    const { endpoint } = hole
    const client = new S3Client(s3Settings({ endpoint }, TIMEOUT_MS))
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))
    await expect(Body?.transformToByteArray()).rejects.toThrow()
  })

  it('are cut to what the invocation has left, over all attempts', async () => {
    await using hole = await openBlackHole()
    const client = new DynamoDBClient(clientSettings(hole, 60_000))
    const began = performance.now()
    const left = () => 300 - (performance.now() - began)
    await expect(withTimeLeft(left, () => client.send(request))).rejects.toBeInstanceOf(OutOfTime)
    expect(hole.asked()).toBe(1)
    expect(performance.now() - began).toBeLessThan(1500)
  })

  it('make no call when the invocation has nothing left', async () => {
    await using hole = await openBlackHole()
    const client = new DynamoDBClient(clientSettings(hole))
    await expect(
      withTimeLeft(
        () => 0,
        () => client.send(request),
      ),
    ).rejects.toBeInstanceOf(OutOfTime)
    expect(hole.asked()).toBe(0)
  })

  it('are no longer than they are set to where much is left', async () => {
    await using hole = await openBlackHole()
    const client = new DynamoDBClient(clientSettings(hole, TIMEOUT_MS))
    await expect(
      withTimeLeft(
        () => 60_000,
        () => client.send(request),
      ),
    ).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(hole.asked()).toBe(3)
  })

  it('leave a call of three attempts within the thirty seconds of a Lambda by themselves', async () => {
    await using stub = await startAwsStub({ status: 200, body: {} })
    const { maxAttempts, requestHandler } = clientSettings(stub)
    const client = new DynamoDBClient({ endpoint: stub.endpoint, maxAttempts, requestHandler })
    // The handler knows its settings only once it has been used.
    await client.send(new ListTablesCommand())
    const { connectionTimeout = Number.NaN, requestTimeout = Number.NaN } = requestHandler.httpHandlerConfigs()
    expect(maxAttempts * (connectionTimeout + requestTimeout)).toBeLessThan(25_000)
  })
})
