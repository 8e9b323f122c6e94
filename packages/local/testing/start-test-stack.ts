import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cloneSettings, provisionClone } from '../src/clone.ts'
import type { StackSettings } from '../src/stack/stack-settings.ts'
import { type Stack, startStack } from '../src/stack/start-stack.ts'

/** The whole product as `up` starts it, on a free port and with nothing kept. Takes about two seconds. */
export async function startTestStack(change: Partial<StackSettings> = {}): Promise<Stack> {
  const stateFolder = await mkdtemp(join(tmpdir(), 'chronicle-test-stack-'))
  const stack = await startStack(cloneSettings({ stateFolder, port: 0, ...change }), { provision: provisionClone })
  const stop = async () => {
    await stack.stop()
    await rm(stateFolder, { recursive: true, force: true })
  }
  return { ...stack, stop }
}
