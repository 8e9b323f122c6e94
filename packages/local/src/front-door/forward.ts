import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { refuse } from './refuse.ts'

// Below the engine's own 75 s, so that a request is never written to a connection that it is about to close.
const IDLE_CONNECTION_MS = 60_000
// Between the client and the front door only (RFC 9110, section 7.6.1). `Expect` was answered here.
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'expect', 'upgrade'])

// The front door takes callers of this machine only, so there is no wire to listen in on: to a policy that refuses whoever comes
// without TLS, this is as good. The engine asks for it where it enforces IAM.
export const SECURE_TRANSPORT = ['x-forwarded-proto', 'https']

/**
 * A handler that streams requests to the server on 127.0.0.1:`port` and its answers back, bodies untouched and never
 * held whole. The Host header stays the client's: the engine makes queue URLs from it.
 */
export function forwardTo(port: number, moreHeaders: readonly string[] = []) {
  const agent = new Agent({ keepAlive: true, timeout: IDLE_CONNECTION_MS })
  return (request: IncomingMessage, response: ServerResponse): void => {
    const upstream = httpRequest({
      agent,
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: [...endToEnd(request.rawHeaders), ...moreHeaders],
      setDefaultHeaders: false,
    })
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEnd(answer.rawHeaders))
      // A broken body on either side destroys the other: the client must see that it is incomplete.
      pipeline(answer, response, () => {})
    })
    upstream.once('error', (error) => {
      if (response.headersSent) response.destroy()
      else refuse(response, 502, `The engine did not answer: ${error.message}.`)
    })
    response.once('close', () => upstream.destroy())
    request.pipe(upstream)
  }
}

function endToEnd(rawHeaders: string[]): string[] {
  return rawHeaders.filter((_, index) => !HOP_BY_HOP.has((rawHeaders[index - (index % 2)] ?? '').toLowerCase()))
}
