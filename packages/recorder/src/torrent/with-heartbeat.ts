import { rm } from 'node:fs/promises'
import { every } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { createSignOfLife, makeFolder } from '../sign-of-life.ts'

/** Does work that needs no folder otherwise, and shows life meanwhile; `beat` tells, as often, how far it is. */
export async function withHeartbeat<Outcome>(
  deps: Pick<Deps, 'clock' | 'log' | 'spoolRoot' | 'config'>,
  beat: () => Promise<void> | void,
  work: () => Promise<Outcome>,
): Promise<Outcome> {
  const folder = await makeFolder(deps)
  const showLife = await createSignOfLife(deps, folder)
  const heartbeat = every(deps.config.heartbeatMs, async () => {
    await showLife()
    await beat()
  })
  try {
    return await work()
  } finally {
    await heartbeat.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
