import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { transmission } from '../src/client/transmission.ts'

const PATIENCE_MS = 90_000

/** Downloads what a torrent describes into a folder by transmission-daemon, which speaks to the torrent's trackers and web seeds alone. */
export async function downloadByTransmission(torrent: Uint8Array, folder: string): Promise<void> {
  const settings = await mkdtemp(join(tmpdir(), 'chronicle-transmission-'))
  try {
    const start = transmission({ fetch, environment: { PATH: process.env.PATH ?? '' } })
    await using client = await start({ folder: settings, peerPort: 0, dht: false })
    await client.add(torrent, folder)
    const signal = AbortSignal.timeout(PATIENCE_MS)
    while (!(await client.status()).isSeeding) await sleep(100, undefined, { signal })
  } finally {
    await rm(settings, { recursive: true, force: true })
  }
}
