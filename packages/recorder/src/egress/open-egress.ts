import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { extname } from 'node:path'
import type { Log, SourcePolicy, SourceRefused } from '@chronicle/core'
import type { StreamInput } from '../media/stream.ts'
import { answerFailure } from './answer-failure.ts'
import { type FetchedText, fetchText } from './fetch-text.ts'
import { forward } from './forward.ts'
import { createGateway } from './gateway.ts'
import { gatewayRequest, inputAddress } from './gateway-address.ts'
import { createGuard } from './guard.ts'
import { createSender } from './send-request.ts'
import { tunnel } from './tunnel.ts'

/** The one way out of a recording: for its tools a proxy on this machine, with a password that only they have. */
export type Egress = {
  /** What makes a tool take this way. */
  readonly environment: { readonly http_proxy: string; readonly https_proxy: string }
  /** Where a tool that knows this way finds an input, without its URL being said. */
  addressFor(input: StreamInput, isHls: boolean): string
  /** The same way for the recorder itself: the text that an input is now. */
  read(input: StreamInput): Promise<FetchedText>
  /** What was asked for and refused. */
  readonly refusals: readonly SourceRefused[]
  close(): Promise<void>
}

export type EgressSettings = {
  readonly policy: SourcePolicy
  readonly log: Log
  /** The authorities to trust, as PEM. */
  readonly certificates?: string | undefined
}

const METHODS = ['GET', 'HEAD', 'POST']

/** Opens the way out of one recording. Nothing that is not allowed by the policy is connected to, whoever asks and however. */
export async function openEgress({ policy, log, certificates }: EgressSettings): Promise<Egress> {
  const guard = createGuard(policy, log)
  const sender = createSender(guard, certificates)
  const gateway = createGateway(guard, sender)
  const password = randomBytes(16).toString('hex')
  const expected = `Basic ${Buffer.from(`recorder:${password}`).toString('base64')}`
  const isKnown = ({ headers }: IncomingMessage) => headers['proxy-authorization'] === expected

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!isKnown(request)) return void response.writeHead(407, CHALLENGE).end()
    if (!METHODS.includes(request.method ?? '')) return void response.writeHead(405, { allow: METHODS.join() }).end()
    const url = URL.parse(request.url ?? '')
    if (!url) return void response.writeHead(400).end('a proxy takes absolute URLs\n')
    const asked = gatewayRequest(url)
    await (asked
      ? gateway.answer(request, response, asked.input, asked.resource)
      : forward(sender, request, response, url))
  }
  const server = createServer({ maxHeaderSize: 16_384, headersTimeout: 10_000, requestTimeout: 60_000 })
  server.on('request', (request, response) => {
    answer(request, response).catch((error: unknown) => answerFailure(response, error))
  })
  server.on('connect', (request, client, head) => {
    client.on('error', () => client.destroy())
    if (isKnown(request)) return void tunnel(guard, request, client, head)
    client.end(
      `HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: ${CHALLENGE['proxy-authenticate']}\r\n\r\n`,
    )
  })
  // A tunnel is no longer the server's to close.
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  const proxy = `http://recorder:${password}@127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    environment: { http_proxy: proxy, https_proxy: proxy },
    addressFor: (input, isHls) =>
      inputAddress(
        gateway.add(input),
        isHls ? '.m3u8' : (/^\.\w{1,5}$/.exec(extname(new URL(input.url).pathname))?.[0] ?? ''),
      ),
    read: (input) => fetchText(sender, input),
    refusals: guard.refusals,
    close: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      sender.close()
      await closed
    },
  }
}

const CHALLENGE = { 'proxy-authenticate': 'Basic realm="recorder"' }
