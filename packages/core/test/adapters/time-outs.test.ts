import { createServer, type Server, type Socket } from 'node:net'
import { DynamoDBClient, GetItemCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { clientSettings, s3Settings } from '../../src/adapters/client-settings.ts'
import { startAwsStub } from '../aws-stub.ts'

const TIMEOUT_MS = 100
const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 100\r\n\r\n'

let server: Server | undefined
const sockets = new Set<Socket>()

/** A server that takes every connection and every request, and sends `beginning` in return, then `drip` again and again. */
async function blackHole(beginning = '', drip = ''): Promise<{ endpoint: string; asked: () => number }> {
  let asked = 0
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => {
      asked += 1
      socket.write(beginning)
      const dripping = setInterval(() => socket.write(drip), TIMEOUT_MS / 5)
      socket.on('close', () => clearInterval(dripping))
    })
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return { endpoint: `http://127.0.0.1:${port}`, asked: () => asked }
}

describe('the time-outs of the SDK clients', () => {
  beforeEach(() => {
    Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })
    jest.spyOn(Math, 'random').mockReturnValue(0)
  })
  afterEach(() => {
    jest.restoreAllMocks()
    for (const socket of sockets) socket.destroy()
    server?.close()
  })

  it.each([
    ['never answers', '', ''],
    ['never comes to the end of its headers', 'HTTP/1.1 200 OK\r\nx-header: ', 'x'],
    ['goes silent in the middle of an answer', `${head}{"Item"`, ''],
  ])('give up on a service that %s, after three attempts', async (_, beginning, drip) => {
    const { endpoint, asked } = await blackHole(beginning, drip)
    const client = new DynamoDBClient(clientSettings({ endpoint }, TIMEOUT_MS))
    const started = performance.now()
    const request = new GetItemCommand({ TableName: 'jobs', Key: { jobId: { S: 'job-1' } } })
    await expect(client.send(request)).rejects.toThrow()
    expect(asked()).toBe(3)
    expect(performance.now() - started).toBeLessThan(5000)
  })

  it('give up on an object whose bytes stop coming', async () => {
    const { endpoint } = await blackHole(`${head}some bytes`)
    const client = new S3Client(s3Settings({ endpoint }, TIMEOUT_MS))
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }))
    await expect(Body?.transformToByteArray()).rejects.toThrow()
  })

  it('leave the dispatcher time to answer: three attempts take less than its thirty seconds', async () => {
    const stub = await startAwsStub({ status: 200, body: {} })
    const { maxAttempts, requestHandler } = clientSettings(stub)
    const client = new DynamoDBClient({ endpoint: stub.endpoint, maxAttempts, requestHandler })
    // The handler knows its settings only once it has been used.
    await client.send(new ListTablesCommand()).finally(stub.close)
    const { connectionTimeout = Number.NaN, requestTimeout = Number.NaN } = requestHandler.httpHandlerConfigs()
    expect(maxAttempts * (connectionTimeout + requestTimeout)).toBeLessThan(25_000)
  })
})
