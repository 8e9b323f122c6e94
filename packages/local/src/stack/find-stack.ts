import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive } from '../process/send-signal.ts'
import { probeStack } from './identity.ts'
import { readStackRecord, type StackRecord } from './stack-record.ts'

export interface FoundStack extends StackRecord {
  /** False while it is still being provisioned. */
  ready: boolean
}

/**
 * The stack that runs on a state folder, or undefined. A `stack.json` left by a killed stack counts for nothing, even
 * when its process id or port now belongs to another program.
 */
export async function findStack(stateFolder: string): Promise<FoundStack | undefined> {
  const record = await readStackRecord(stateFolder)
  if (!record || !isAlive(record.pid)) return undefined
  const identity = await probeStack(record.port)
  if (identity?.pid !== record.pid || identity.stateFolder !== stateFolder) return undefined
  return { ...record, ready: identity.ready }
}

/** Waits for a stack that another process is starting. Undefined when it does not get ready in time. */
export async function awaitReadyStack(stateFolder: string, timeoutMs: number): Promise<FoundStack | undefined> {
  const deadline = performance.now() + timeoutMs
  while (performance.now() < deadline) {
    const found = await findStack(stateFolder)
    if (found?.ready) return found
    await sleep(100)
  }
  return undefined
}
