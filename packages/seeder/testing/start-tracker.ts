import type { AddressInfo } from 'node:net'
import Server from 'bittorrent-tracker/server'

/** Somebody else's tracker on the loopback interface; tells who announced what. */
export async function startTracker() {
  const server = new Server({ http: true, udp: false, ws: false, stats: false, interval: 2000 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const announced: string[] = []
  for (const event of ['start', 'complete', 'stop'])
    server.on(event, (address: string) => announced.push(`${event} ${address}`))
  const { port } = server.http.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/announce`,
    announced,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}
