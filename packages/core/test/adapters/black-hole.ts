import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export type BlackHole = { readonly endpoint: string; close(): void }

const endpointOf = (port: unknown) => `http://127.0.0.1:${port}`

/** A server that takes every connection and every request, and sends `beginning` in return, then `drip` again and again. */
export async function startBlackHole(beginning = '', drip = ''): Promise<BlackHole> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write(beginning)
      const dripping = setInterval(() => socket.write(drip), 20)
      socket.on('close', () => clearInterval(dripping))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const close = () => {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
  return { endpoint: endpointOf(typeof address === 'object' ? address?.port : undefined), close }
}

/**
 * A server that takes no connection: its process stands still, and its waiting room, which has place for one or two, is full. The
 * kernel then answers no more of those who knock, as a firewall does.
 */
export async function startClosedDoor(): Promise<BlackHole> {
  const listening =
    'const s = require("node:net").createServer().listen({ port: 0, host: "127.0.0.1", backlog: 1 }, () => console.log(s.address().port))'
  const child = spawn(process.execPath, ['--eval', listening], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(child.stdout, 'data')
  const port = Number(String(line))
  child.kill('SIGSTOP')
  const waiting = Array.from({ length: 5 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  // Those that find no place never hear of it, so there is nothing to wait for but the first.
  await Promise.race(waiting.map((socket) => once(socket, 'connect')))
  const close = () => {
    for (const socket of waiting) socket.destroy()
    child.kill('SIGKILL')
  }
  return { endpoint: endpointOf(port), close }
}
