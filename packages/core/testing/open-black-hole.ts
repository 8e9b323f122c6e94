import { createServer, type Socket } from 'node:net'

/** A server that takes every connection and every request, and sends `beginning` in return, then `drip` again and again. */
export async function openBlackHole({ beginning = '', drip = '', every = 20 } = {}) {
  let asked = 0
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('data', () => {
      asked += 1
      socket.write(beginning)
      const dripping = setInterval(() => socket.write(drip), every)
      socket.on('close', () => clearInterval(dripping))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  return {
    endpoint: `http://127.0.0.1:${port}`,
    asked: () => asked,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
