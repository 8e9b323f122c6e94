import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { connect, createServer as createPlain, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createSecure } from 'node:tls'
import type { ByteRange } from '../../src/index.ts'

/** What a server may do to an answer. Each is given the connection, the plain answer's head, and its body. */
export const faults = {
  'resets before the answer': (socket) => socket.resetAndDestroy(),
  'resets in the body': (socket, head, body) => {
    socket.write(Buffer.concat([head, body.subarray(0, body.length / 2)]), () => socket.resetAndDestroy())
  },
  'stalls before the answer': () => {},
  'stalls in the body': (socket, head, body) => {
    socket.write(Buffer.concat([head, body.subarray(0, body.length / 2)]))
  },
  'is short': (socket, head, body) => socket.end(Buffer.concat([head, body.subarray(1)])),
  'is long': (socket, head, body) => {
    socket.write(Buffer.concat([head, body, Buffer.from('x')]))
  },
  'is 500': (socket) => status(socket, '500 Internal Server Error'),
  'is throttled': (socket) => status(socket, '503 Slow Down'),
  'is expired': (socket) => status(socket, '403 Forbidden'),
  'is redirected': (socket) => status(socket, '307 Temporary Redirect'),
  'is replaced meanwhile': (socket) => status(socket, '412 Precondition Failed'),
  'is another range': (socket, head, body) => {
    socket.write(Buffer.concat([Buffer.from(head.toString().replace(/bytes \d+/, 'bytes 7')), body]))
  },
  'is another length': (socket, head, body) => {
    socket.write(Buffer.concat([Buffer.from(head.toString().replace(/length: /, 'length: 1')), body]))
  },
  'is another version': (socket, head, body) => {
    socket.write(Buffer.concat([Buffer.from(head.toString().replace('"1"', '"2"')), body]))
  },
  'is chunked': (socket, head, body) => {
    const chunked = head.toString().replace(/content-length: \d+/, 'transfer-encoding: chunked')
    socket.write(Buffer.concat([Buffer.from(chunked), Buffer.from(`${body.length.toString(16)}\r\n`), body]))
    socket.write('\r\n0\r\n\r\n')
  },
  'has an endless head': (socket) => {
    socket.write(`HTTP/1.1 206 Partial Content\r\nx: ${'x'.repeat(20_000)}`)
  },
  'is no HTTP': (socket) => {
    socket.write('SSH-2.0-OpenSSH_9.2\r\n\r\n')
  },
} as const satisfies Record<string, (socket: Socket, head: Buffer, body: Buffer) => unknown>

export type Fault = keyof typeof faults | 'is everything'

function status(socket: Socket, line: string): void {
  socket.write(`HTTP/1.1 ${line}\r\ncontent-length: 0\r\n\r\n`)
}

/** A server of one content, which breaks the answers that it is told to break. It counts what it sends. */
export async function startRangeServer(
  content: Buffer,
  faultOf: (request: number) => Fault | undefined = () => undefined,
  secret?: Certificate,
) {
  const counts = { requests: 0, bytes: 0, connections: 0 }
  const sockets = new Set<Socket>()
  const serve = (socket: Socket) => {
    counts.connections++
    sockets.add(socket)
    let question = ''
    socket.on('error', () => {})
    socket.on('data', (chunk) => {
      question += chunk.toString('latin1')
      if (!question.endsWith('\r\n\r\n')) return
      const [, start = 0, end = 0] = /range: bytes=(\d+)-(\d+)/i.exec(question)?.map(Number) ?? []
      question = ''
      answer(socket, { start, end }, faultOf(counts.requests++))
    })
  }
  function answer(socket: Socket, { start, end }: ByteRange, fault: Fault | undefined): void {
    const body = content.subarray(start, end + 1)
    const head = Buffer.from(
      `HTTP/1.1 206 Partial Content\r\nETag: "1"\r\nContent-Range: bytes ${start}-${end}/${content.length}\r\n` +
        `content-length: ${body.length}\r\n\r\n`,
    )
    counts.bytes += body.length
    if (fault === 'is everything')
      socket.write(
        Buffer.concat([Buffer.from(`HTTP/1.1 200 OK\r\nContent-Length: ${content.length}\r\n\r\n`), content]),
      )
    else if (fault) faults[fault](socket, head, body)
    else socket.write(Buffer.concat([head, body]))
  }
  const server = secret ? createSecure(secret, serve) : createPlain(serve)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return {
    counts,
    url: `${secret ? 'https://localhost' : 'http://127.0.0.1'}:${port}/a%20key?signed=yes`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}

export type Certificate = { readonly key: string; readonly cert: string }

/** A certificate for localhost, by OpenSSL. */
export function makeCertificate(): Certificate {
  const folder = mkdtempSync(join(tmpdir(), 'chronicle-test-'))
  try {
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
    const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
    const options = [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      key,
      '-out',
      cert,
      ...names,
    ]
    execFileSync('openssl', options, { stdio: 'ignore' })
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A port of loopback where nobody answers. */
export async function closedPort(): Promise<number> {
  const server = createPlain()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  await new Promise<void>((resolve) => connect(port, '127.0.0.1').on('error', () => resolve()))
  return port
}
