import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PATIENCE_MS = 90_000

/** Downloads what a torrent describes into a folder by aria2, which speaks to the torrent's trackers and web seeds alone. Rejects with what it printed. */
export async function downloadByAria2(torrent: string, folder: string, ...more: readonly string[]): Promise<void> {
  const alone = ['--enable-dht=false', '--enable-dht6=false', '--bt-enable-lpd=false', '--enable-peer-exchange=false']
  const quiet = ['--no-conf', '--console-log-level=warn', '--summary-interval=0', '--seed-time=0']
  await run('aria2c', [...alone, ...quiet, `--dir=${folder}`, ...more, torrent], { timeout: PATIENCE_MS })
}
