import { connect as connectPlain, isIP, type Socket } from 'node:net'
import { createRangeAnswer, type Expected } from './range-answer.ts'
import type { SignedGet } from './span-reader.ts'
import { Surprise } from './surprise.ts'

/** What arrives is read into this many bytes again and again, and hashed there: no byte is copied or waits for a collector. */
const BUFFER = 256 * 1024

export type Line = {
  /** How long nothing may arrive, in milliseconds, before the answer counts as lost. */
  readonly stallMs: number
  /** Certificates in PEM to be trusted in place of the system's. */
  readonly ca?: string | undefined
}

/** A connection over which ranges are asked for, one after the other. */
export interface RangeConnection {
  /** Throws Surprise, after which the connection is no longer usable. */
  get(request: SignedGet, expected: Expected, onBytes: (chunk: Uint8Array) => void): Promise<void>
  readonly usable: boolean
  close(): void
}

/** Speaks HTTP/1.1 over a bare socket: docs/adr/0022-a-reader-of-its-own.md says why. */
export function openRangeConnection(origin: string, { stallMs, ca }: Line): RangeConnection {
  const buffer = Buffer.allocUnsafeSlow(BUFFER)
  let arrived = buffer
  let receive = (_: Buffer): void => close()
  let fail = (_: Error): void => {}
  let usable = true

  function close(): void {
    usable = false
    socket.destroy()
  }
  const onread = {
    buffer,
    callback: (length: number) => {
      // Most come in one size, a record's of TLS for example. A view for each makes millions of them, and the heap grow.
      if (arrived.length !== length) arrived = buffer.subarray(0, length)
      receive(arrived)
      return true
    },
  }
  const socket = open(new URL(origin), onread, ca)
  socket.setNoDelay(true)
  // A process that was not let run finds its timers due before it finds what arrived meanwhile: it looks once more.
  socket.setTimeout(stallMs, () => {
    const { bytesRead } = socket
    setImmediate(() => {
      if (socket.bytesRead === bytesRead) fail(new Surprise(`nothing arrived for ${stallMs} ms`))
    })
  })
  socket.on('error', (error) => fail(new Surprise(`the connection failed: ${error.message}`)))
  for (const event of ['end', 'close']) socket.on(event, () => fail(new Surprise('the connection ended early')))

  return {
    get usable() {
      return usable && !socket.destroyed
    },
    close,
    get: (request, expected, onBytes) =>
      new Promise<void>((resolve, reject) => {
        const answer = createRangeAnswer(expected, onBytes)
        fail = (error) => {
          close()
          reject(error)
        }
        receive = (bytes) => {
          try {
            if (!answer.receive(bytes)) return
          } catch (error) {
            return fail(error as Error)
          }
          fail = receive = close
          if (!answer.keepsAlive) close()
          resolve()
        }
        socket.write(requestOf(request))
      }),
  }
}

type OnRead = { readonly buffer: Uint8Array; readonly callback: (length: number) => boolean }

function open({ protocol, hostname, port }: URL, onread: OnRead, ca: string | undefined): Socket {
  const host = hostname.replace(/^\[|\]$/g, '')
  if (protocol === 'http:') return connectPlain({ host, port: Number(port || 80), onread })
  const secure = {
    host,
    port: Number(port || 443),
    ...(ca !== undefined && { ca }),
    ...(!isIP(host) && { servername: host }),
  }
  // To load it takes some 10 ms, which a thread that hashes a file has no use for.
  const { connect: connectSecurely } = process.getBuiltinModule('node:tls')
  // Its types leave out what it hands on to the socket below.
  return connectSecurely({ ...secure, onread } as typeof secure)
}

function requestOf({ url, headers }: SignedGet): string {
  const { pathname, search, host } = new URL(url)
  const lines = Object.entries({ host, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${pathname}${search} HTTP/1.1\r\n${lines.join('')}\r\n`
}
