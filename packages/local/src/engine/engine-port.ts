import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, isFree } from './free-port.ts'

/**
 * The engine's private port: the one that its state was kept with, while that is free. The engine files its queues under a URL
 * that holds the port, so with another one it would find none of the queues it kept, and its triggers would never fire.
 */
export async function enginePort({ stateFolder, persist }: { stateFolder: string; persist: boolean }): Promise<number> {
  if (!persist) return freePort()
  const file = join(stateFolder, 'engine', 'port')
  const kept = Number(await readFile(file, 'utf8').catch(() => '0'))
  if (kept > 0 && (await isFree(kept))) return kept
  const port = await freePort()
  await writeFile(file, String(port))
  return port
}
