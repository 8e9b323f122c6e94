import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../src/engine/free-port.ts'
import { startEngine } from '../src/engine/start-engine.ts'
import { toolsFolder } from './start-test-engine.ts'

export type PlainEngine = { readonly url: string; stop(): Promise<void> }

/** The engine as somebody else starts it: no front door, no tasks that run, and nothing provisioned. */
export async function startPlainEngine({
  iam = false,
  port,
}: {
  iam?: boolean
  port?: number
} = {}): Promise<PlainEngine> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-plain-engine-'))
  const ownPort = port ?? (await freePort())
  const url = `http://127.0.0.1:${ownPort}`
  const logFile = join(stateFolder, 'engine.log')
  const engine = await startEngine({
    toolsFolder,
    stateFolder,
    logFile,
    port: ownPort,
    endpointUrl: url,
    persist: false,
    iam,
  })
  const stop = async () => {
    await engine.stop()
    await rm(stateFolder, { recursive: true, force: true })
  }
  return { url, stop }
}
