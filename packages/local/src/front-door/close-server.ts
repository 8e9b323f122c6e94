import { once } from 'node:events'
import type { Server } from 'node:http'

const GRACE_MS = 2_000

/** Takes no new connections, lets running requests finish for a moment, then cuts what is left. */
export async function closeServer(server: Server): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  server.closeIdleConnections()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}
