import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Somebody's web server on the loopback interface with one file, of which it gives ranges as any web server does. */
export async function startRangeServer(path: string) {
  const { size } = await stat(path)
  const served = { bytes: 0 }
  const server = createServer((request, response) => {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    const range = { start: Number(from ?? 0), end: to ? Math.min(Number(to), size - 1) : size - 1 }
    if (from !== undefined) response.setHeader('content-range', `bytes ${range.start}-${range.end}/${size}`)
    const headers = { 'content-length': range.end - range.start + 1, 'accept-ranges': 'bytes' }
    response.writeHead(from === undefined ? 200 : 206, headers)
    if (request.method === 'HEAD') return response.end()
    createReadStream(path, range)
      .on('data', ({ length }) => {
        served.bytes += length
      })
      .pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    served,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}
