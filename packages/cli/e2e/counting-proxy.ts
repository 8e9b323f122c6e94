import { once } from 'node:events'
import { createServer } from 'node:http'
import { buffer } from 'node:stream/consumers'

/** Stands between functions and an engine, and counts what was done: each operation of AWS JSON, and how it was answered. */
export async function startCountingProxy(engineUrl: string) {
  const counts = new Map<string, number>()
  const server = createServer(async (request, response) => {
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
    for (const name of ['host', 'connection', 'content-length', 'expect', 'transfer-encoding']) headers.delete(name)
    const body = request.method === 'POST' ? new Uint8Array(await buffer(request)) : null
    const answer = await fetch(`${engineUrl}${request.url}`, { method: request.method ?? 'GET', headers, body })
    const call = `${String(request.headers['x-amz-target']).split('.').at(-1)} ${answer.status}`
    counts.set(call, (counts.get(call) ?? 0) + 1)
    response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' })
    response.end(Buffer.from(await answer.arrayBuffer()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`,
    /** How often a call was answered so, such as `CreateTable 200`. */
    count: (call: string) => counts.get(call) ?? 0,
    calls: () => [...counts.keys()],
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}
