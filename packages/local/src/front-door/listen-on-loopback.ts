import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { hasCode } from '../process/has-code.ts'
import { PortInUse } from './port-in-use.ts'

export interface LoopbackServers {
  port: number
  servers: Server[]
}

// Longer than any client keeps a connection, so that it is the client who closes and no request is lost in between.
const KEEP_ALIVE_MS = 120_000

/**
 * Listens on 127.0.0.1, and on ::1 where the machine has it, because `localhost` may mean either. Port 0 means any
 * port that is free on both.
 * @throws PortInUse
 */
export async function listenOnLoopback(port: number): Promise<LoopbackServers> {
  const first = await listen(port, '127.0.0.1')
  const given = portOf(first)
  try {
    return { port: given, servers: [first, await listen(given, '::1')] }
  } catch (error) {
    if (!(error instanceof PortInUse)) return { port: given, servers: [first] }
    first.close()
    if (port === 0) return listenOnLoopback(0)
    throw error
  }
}

async function listen(port: number, host: string): Promise<Server> {
  // An upload may take hours: no limit for a whole request. Headers keep Node's limit of one minute.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS })
  server.listen({ port, host, ipv6Only: host === '::1' })
  try {
    await once(server, 'listening')
  } catch (error) {
    if (hasCode(error, 'EADDRINUSE')) throw new PortInUse(port)
    throw error
  }
  return server
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port
}
