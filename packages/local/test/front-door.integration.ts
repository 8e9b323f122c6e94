import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CreateBucketCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { CreateQueueCommand } from '@aws-sdk/client-sqs'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { forwardTo } from '../src/front-door/forward.ts'
import { openFrontDoor } from '../src/front-door/open-front-door.ts'
import { PortInUse } from '../src/front-door/port-in-use.ts'
import { createAws } from '../src/provision/aws.ts'
import { startTestEngine, type TestEngine } from '../testing/index.ts'

let stack: TestEngine
beforeAll(async () => {
  stack = await startTestEngine()
  await createAws(stack.url).s3.send(new CreateBucketCommand({ Bucket: 'bucket' }))
})
afterAll(() => stack.stop())

/** One request byte for byte as given, with `Connection: close` in it, and the whole answer. */
async function raw(request: string, port = stack.port): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(request)
  return text(socket)
}

describe('what passes through', () => {
  test('an object of 64 MiB comes back byte for byte', async () => {
    const { s3 } = createAws(stack.url)
    const body = randomBytes(64 * 1024 * 1024)
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'large', Body: body }))
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'large' }))
    expect(sha256((await Body?.transformToByteArray()) ?? '')).toBe(sha256(body))
    const part = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'large', Range: 'bytes=1000-1999' }))
    expect(sha256((await part.Body?.transformToByteArray()) ?? '')).toBe(sha256(body.subarray(1000, 2000)))
  })

  test('an upload of unknown hashes, signed chunk by chunk with a trailing checksum, is whole', async () => {
    const { s3 } = createAws(stack.url)
    const body = randomBytes(300_000)
    const chunks = Array.from({ length: 3 }, (_, i) => body.subarray(i * 100_000, (i + 1) * 100_000))
    const Body = Readable.from(chunks)
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'chunked', Body, ContentLength: body.length }))
    const head = await s3.send(new HeadObjectCommand({ Bucket: 'bucket', Key: 'chunked' }))
    expect(head.ContentLength).toBe(body.length)
    const { Body: back } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'chunked' }))
    expect(sha256((await back?.transformToByteArray()) ?? '')).toBe(sha256(body))
  })

  test('a queue URL names the host that the client asked', async () => {
    const create = async (endpoint: string) => {
      const { QueueUrl } = await createAws(endpoint).sqs.send(new CreateQueueCommand({ QueueName: 'queue' }))
      return QueueUrl
    }
    expect(await create(stack.url)).toBe(`http://127.0.0.1:${stack.port}/000000000000/queue`)
    expect(await create(`http://localhost:${stack.port}`)).toBe(`http://localhost:${stack.port}/000000000000/queue`)
  })

  test('names keep their own escapes', async () => {
    const { s3 } = createAws(stack.url)
    const Key = 'with space+plus%25/ü.txt'
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key, Body: 'text' }))
    const { Body } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key }))
    expect(await Body?.transformToString()).toBe('text')
  })

  test('a client that waits for 100 Continue is told to go on', async () => {
    const head = `PUT /bucket/expect HTTP/1.1\r\nHost: 127.0.0.1:${stack.port}\r\nConnection: close\r\n`
    const answer = await raw(`${head}Content-Length: 4\r\nExpect: 100-continue\r\n\r\nbody`)
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 /)
  })
})

describe('who is refused', () => {
  const get = (headers: string) => raw(`GET / HTTP/1.1\r\nConnection: close\r\n${headers}\r\n\r\n`)

  test('a foreign Host', async () => {
    const answer = await get('Host: rebound.example.com')
    expect(answer).toMatch(/^HTTP\/1\.1 403 /)
    expect(answer).toContain(`Use http://localhost:${stack.port}`)
  })

  test('a foreign Origin, and one that is hidden', async () => {
    for (const origin of ['https://example.com', 'null']) {
      expect(await get(`Host: localhost:${stack.port}\r\nOrigin: ${origin}`)).toMatch(/^HTTP\/1\.1 403 /)
    }
    expect(await get(`Host: localhost:${stack.port}\r\nOrigin: http://localhost:3000`)).toMatch(/^HTTP\/1\.1 200 /)
  })

  test('before it sends a body', async () => {
    const head = 'PUT /bucket/refused HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\nContent-Length: 4\r\n'
    expect(await raw(`${head}Expect: 100-continue\r\n\r\n`)).toMatch(/^HTTP\/1\.1 403 /)
  })
})

describe('a server behind the front door', () => {
  async function behind(answer: Parameters<typeof createServer>[1]) {
    const server = createServer(answer as () => void).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const forward = forwardTo(typeof address === 'object' && address ? address.port : 0)
    const door = await openFrontDoor({ port: 0 })
    door.serve(() => forward)
    return { server, door }
  }

  test('sees that the client has gone', async () => {
    const gone = Promise.withResolvers<string>()
    const { server, door } = await behind((request) => {
      request.once('error', (error) => gone.resolve(String(error)))
      request.resume()
    })
    const socket = connect(door.port, '127.0.0.1')
    socket.write(`PUT / HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nContent-Length: 1000\r\n\r\npart`)
    await once(server, 'request')
    socket.destroy()
    expect(await gone.promise).toContain('aborted')
    await door.close()
    server.close()
  })

  test('does not fill the memory of the front door for a slow client', async () => {
    let written = 0
    const { server, door } = await behind((_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024)
      const more = () => {
        while (written < 256 && !response.destroyed) {
          written += 1
          if (!response.write(chunk)) return void response.once('drain', more)
        }
      }
      more()
    })
    const socket = connect(door.port, '127.0.0.1')
    socket.write(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\n\r\n`)
    await once(socket, 'readable')
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(written).toBeLessThan(64)
    socket.destroy()
    await door.close()
    server.closeAllConnections()
    server.close()
  })

  test('that breaks off in the middle is not taken for complete', async () => {
    const { server, door } = await behind((_request, response) => {
      response.writeHead(200, { 'content-length': 100 })
      response.write('half', () => response.destroy())
    })
    await expect(fetch(door.url).then((answer) => answer.text())).rejects.toThrow()
    await door.close()
    server.close()
  })

  test('that is not there is a 502', async () => {
    const { server, door } = await behind(() => {})
    server.close()
    await once(server, 'close')
    const answer = await fetch(door.url)
    expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining('The engine did not answer')])
    await door.close()
  })
})

describe('the port', () => {
  test('in use is an error that says what to do, or another port where that is allowed', async () => {
    await expect(openFrontDoor({ port: stack.port })).rejects.toThrow(PortInUse)
    await expect(openFrontDoor({ port: stack.port })).rejects.toThrow(`lsof -i :${stack.port}`)
    const other = await openFrontDoor({ port: stack.port, anyPortIfTaken: true })
    expect(other.port).not.toBe(stack.port)
    expect((await fetch(other.url)).status).toBe(503)
    await other.close()
  })

  test('of ::1 in use counts too, because localhost may mean that', async () => {
    const server = createServer().listen(0, '::1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(openFrontDoor({ port })).rejects.toThrow(PortInUse)
    server.close()
  })
})

const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
