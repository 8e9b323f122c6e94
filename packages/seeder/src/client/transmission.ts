import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'
import { SeedingFailed } from '../failures.ts'
import type { BitTorrentClient, ClientStatus, StartClient } from './bittorrent-client.ts'
import { freePort } from './free-port.ts'
import { type Daemon, startDaemon } from './transmission-daemon.ts'
import { createRpc, type Rpc } from './transmission-rpc.ts'
import { transmissionSettings } from './transmission-settings.ts'

export type Host = {
  readonly fetch: typeof fetch
  /** All that the daemon gets to see of the environment, beside a HOME of its own: nothing of AWS. */
  readonly environment: { readonly PATH: string; readonly SSL_CERT_FILE?: string }
}

/** https://github.com/transmission/transmission/blob/main/docs/rpc-spec.md#33-torrent-accessor-torrent-get */
const statusFields = [
  'status',
  'percentDone',
  'recheckProgress',
  'uploadedEver',
  'peersConnected',
  'error',
  'errorString',
]
const torrentsSchema = z.object({
  torrents: z.array(
    z.object({
      status: z.int(),
      percentDone: z.number(),
      recheckProgress: z.number(),
      uploadedEver: z.number(),
      peersConnected: z.int(),
      error: z.int(),
      errorString: z.string(),
    }),
  ),
})
const CHECKING = [1, 2]
const SEEDING = 6
const LOCAL_ERROR = 3

/** transmission-daemon as the client: a process of its own with a configuration of its own, spoken to by its RPC. */
export function transmission({ fetch: fetchFrom, environment }: Host): StartClient {
  return async (settings) => {
    const rpc = { port: await freePort(), user: 'seeder', password: randomBytes(24).toString('base64url') }
    const peerPort = settings.peerPort === 0 ? await freePort() : settings.peerPort
    const configuration = JSON.stringify(transmissionSettings({ ...settings, peerPort }, rpc))
    await writeFile(join(settings.folder, 'settings.json'), configuration, { mode: 0o600 })
    const call = createRpc(fetchFrom, rpc)
    return clientOf(await startDaemon(settings.folder, environment, call), call)
  }
}

function clientOf(daemon: Daemon, call: Rpc): BitTorrentClient {
  return {
    add: async (torrent, folder) => {
      const metainfo = Buffer.from(torrent).toString('base64')
      await call('torrent-add', { metainfo, 'download-dir': folder, paused: false }, z.unknown())
    },
    status: async () => {
      daemon.requireAlive()
      const { torrents } = await call('torrent-get', { fields: statusFields }, torrentsSchema)
      const [torrent] = torrents
      if (!torrent) throw new SeedingFailed('CLIENT_FAILED', 'transmission-daemon has lost the torrent')
      return statusOf(torrent)
    },
    [Symbol.asyncDispose]: daemon.stop,
  }
}

function statusOf(torrent: z.infer<typeof torrentsSchema>['torrents'][number]): ClientStatus {
  const { status, percentDone, recheckProgress, uploadedEver, peersConnected, error, errorString } = torrent
  if (error === LOCAL_ERROR)
    throw new SeedingFailed('CLIENT_FAILED', `transmission-daemon gave the torrent up: ${errorString}`)
  return {
    isSeeding: status === SEEDING,
    complete: CHECKING.includes(status) ? recheckProgress : percentDone,
    uploadedBytes: uploadedEver,
    peers: peersConnected,
    ...(error !== 0 && { trouble: errorString }),
  }
}
