import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'

/** Stands between a recorder and an engine, and holds up what the recorder would read, so that it can be looked at meanwhile. */
export async function holdReads(engineUrl: string) {
  const { hostname, port } = new URL(engineUrl)
  const asked = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  async function* held(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      if (chunk.toString('latin1', 0, 4) === 'GET ') {
        asked.resolve()
        await released.promise
      }
      yield chunk
    }
  }
  // Who goes away in between was not wanted any more.
  const both = (client: Socket, engine: Socket) =>
    Promise.all([pipeline(client, held, engine), pipeline(engine, client)]).catch(() => {})
  const server = createServer((client) => void both(client, connect(Number(port), hostname)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Resolves when somebody wants to read. */
    isAsked: asked.promise,
    letGo: () => released.resolve(),
    [Symbol.asyncDispose]: async () => {
      released.resolve()
      server.close()
    },
  }
}
