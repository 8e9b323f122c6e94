import type { IncomingMessage } from 'node:http'
import { connect, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseSource } from '@chronicle/core'
import { failureStatus } from './answer-failure.ts'
import type { Guard } from './guard.ts'
import { pinned } from './pinned.ts'

const CONNECT_LIMIT_MS = 10_000
const SILENCE_LIMIT_MS = 60_000

/** CONNECT: joins a tool to the server that it names, so that the two can speak TLS and nobody else reads it. */
export async function tunnel(guard: Guard, { url = '' }: IncomingMessage, client: Duplex, head: Buffer): Promise<void> {
  const source = parseSource(url)
  if (!source) return void client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
  try {
    const addresses = await guard.addressesOf(source)
    const server = await connected(connect({ ...source, lookup: pinned(addresses) }))
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    server.write(head)
    server.setTimeout(SILENCE_LIMIT_MS, () => server.destroy())
    // Either may break off, and takes the other with it: there is nobody to tell.
    await Promise.all([pipeline(client, server), pipeline(server, client)]).catch(() => server.destroy())
  } catch (error) {
    const reason = failureStatus(error) === 403 ? '403 Forbidden' : '502 Bad Gateway'
    client.end(`HTTP/1.1 ${reason}\r\nConnection: close\r\n\r\n`)
  }
}

function connected(socket: Socket): Promise<Socket> {
  return new Promise((resolve, reject) => {
    socket.setTimeout(CONNECT_LIMIT_MS, () => socket.destroy(new Error('no connection in time')))
    socket.once('error', reject)
    socket.once('connect', () => resolve(socket.removeListener('error', reject)))
  })
}
