import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'

/** A source that takes connections and answers nothing: yt-dlp waits there for as long as it is looked at. */
export async function silentSource() {
  const sockets: Socket[] = []
  const server = createServer((socket) => sockets.push(socket)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return {
    source: `127.0.0.1:${address.port}`,
    /** Resolves when somebody has come. */
    isAsked: async () => {
      if (sockets.length === 0) await once(server, 'connection')
    },
    stop: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
