import { once } from 'node:events'
import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server } from 'node:net'

async function listening(server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

async function closed(server: Server): Promise<void> {
  server.close()
  if ('closeAllConnections' in server && typeof server.closeAllConnections === 'function') server.closeAllConnections()
  await once(server, 'close')
}

/** A port that must not be connected to. */
export async function setTrap() {
  const visits: string[] = []
  const server = createServer((socket) => {
    visits.push(`connected from ${socket.remotePort}`)
    socket.on('error', () => {})
    socket.destroy()
  })
  const port = await listening(server)
  return { port, visits, [Symbol.asyncDispose]: () => closed(server) }
}

/** A server of the web on this machine, for a test that allows it. */
export async function serveWeb(answer: RequestListener, host = '127.0.0.1', wantedPort = 0) {
  const server = createHttpServer(answer)
  const port = await listening(server, host, wantedPort)
  return { port, source: `${host}:${port}`, url: `http://${host}:${port}`, [Symbol.asyncDispose]: () => closed(server) }
}
