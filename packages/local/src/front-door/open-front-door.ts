import type { IncomingMessage, ServerResponse } from 'node:http'
import { refusalOf } from './caller-policy.ts'
import { closeServer } from './close-server.ts'
import { listenOnLoopback } from './listen-on-loopback.ts'
import { PortInUse } from './port-in-use.ts'
import { refuse } from './refuse.ts'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void
/** The handler for a request, or undefined when the request is another route's. Must not read the body. */
export type Route = (request: IncomingMessage) => Handler | undefined

export interface FrontDoor {
  port: number
  /** By address, not by name: S3 clients then put the bucket into the path, where no DNS is needed. */
  url: string
  /** Adds routes; the first that takes a request answers it. Until one does, the answer is 503. */
  serve(...routes: Route[]): void
  /** Takes no new connections, gives running requests a moment, then cuts them. May be called again. */
  close(): Promise<void>
}

/**
 * Opens the stack's one public port, on this machine only, for callers on this machine only.
 * @param settings.port 0 for any
 * @param settings.anyPortIfTaken take any free port when `port` is in use
 * @throws PortInUse
 */
export async function openFrontDoor(settings: { port: number; anyPortIfTaken?: boolean }): Promise<FrontDoor> {
  const { port, servers } = await listenOnLoopback(settings.port).catch((error: unknown) => {
    if (error instanceof PortInUse && settings.anyPortIfTaken) return listenOnLoopback(0)
    throw error
  })
  const routes: Route[] = []

  const answer: Handler = (request, response) => {
    const refusal = refusalOf(request.headers, port)
    if (refusal !== undefined) return refuse(response, 403, refusal)
    for (const route of routes) {
      const handler = route(request)
      if (handler) return handler(request, response)
    }
    refuse(response, 503, 'The local stack is still starting. Try again in a moment.')
  }
  let closed: Promise<unknown> | undefined

  for (const server of servers) {
    server.on('request', answer)
    server.on('checkContinue', (request: IncomingMessage, response: ServerResponse) => {
      // A refused client then never sends its body.
      if (refusalOf(request.headers, port) === undefined) response.writeContinue()
      answer(request, response)
    })
  }
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    serve: (...more) => void routes.push(...more),
    async close() {
      closed ??= Promise.all(servers.map(closeServer))
      await closed
    },
  }
}
