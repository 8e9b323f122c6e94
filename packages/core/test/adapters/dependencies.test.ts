import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { createQueueCheck, createTableCheck } from '../../src/adapters/index.ts'
import { startAwsStub } from '../aws-stub.ts'

Object.assign(process.env, { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' })

const checks = [
  ['table', (endpoint: string) => createTableCheck({ endpoint, table: 'jobs' }), 'GetItem'],
  [
    'queue',
    (endpoint: string) => createQueueCheck({ endpoint, queueUrl: `${endpoint}/0/jobs.fifo` }),
    'GetQueueAttributes',
  ],
] as const

const sockets = new Set<Socket>()
let server: Server | undefined
afterEach(() => {
  for (const socket of sockets) socket.destroy()
  server?.close()
})

const head = 'HTTP/1.1 200 OK\r\ncontent-type: application/x-amz-json-1.0\r\ncontent-length: 100000\r\n\r\n'

/** Takes every connection, begins an answer, and goes on with a byte now and then, for ever. */
async function drippingServer(beginning: string): Promise<string> {
  server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write(beginning)
    const dripping = setInterval(() => socket.write('x'), 100)
    socket.on('close', () => clearInterval(dripping))
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

describe.each(checks)('the check of the %s', (name, create, operation) => {
  it('is content with an answer, and asks once', async () => {
    const stub = await startAwsStub({ status: 200, body: {} })
    const check = create(stub.endpoint)
    await expect(check.check()).resolves.toBeUndefined()
    expect([check.name, stub.requests.map((request) => request.operation)]).toEqual([name, [operation]])
    stub.close()
  })

  it('is not content with an error, and asks once', async () => {
    const stub = await startAwsStub({ status: 500, body: {}, errorType: 'InternalServerError' })
    await expect(create(stub.endpoint).check()).rejects.toThrow()
    expect(stub.requests).toHaveLength(1)
    stub.close()
  })

  it.each([
    ['headers', 'HTTP/1.1 200 OK\r\nx-header: '],
    ['body', `${head}{"Item`],
  ])('waits no more than three seconds for an answer whose %s never comes to its end', async (_, beginning) => {
    const endpoint = await drippingServer(beginning)
    const began = performance.now()
    await expect(create(endpoint).check()).rejects.toThrow()
    expect(performance.now() - began).toBeLessThan(4000)
  })
})
