import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { settlesWithin } from '../../process/within.ts'

const SCRIPT = fileURLToPath(new URL('remove-containers.sh', import.meta.url))

// It has nothing to remove when it is closed, and asks the engine that once.
const CLOSE_MS = 10_000

export interface ContainerGuard {
  /** Ends the guard. */
  close(): Promise<void>
}

/**
 * Sees to it that no container outlives its stack. Those of an earlier one with the same label are removed now; those of this
 * one by a process that waits for the end of this process, however that comes.
 */
export async function guardContainers(
  label: string,
  { environment, onProblem }: { environment: Readonly<Record<string, string>>; onProblem: (problem: string) => void },
): Promise<ContainerGuard> {
  const env = { ...environment }
  await promisify(execFile)('/bin/sh', [SCRIPT, label, 'now'], { env }).catch((error: Error) =>
    onProblem(`Containers that an earlier stack may have left were not looked for: ${error.message.trim()}`),
  )
  // In a session of its own: what kills the stack's process group must not kill its guard.
  const guard = spawn('/bin/sh', [SCRIPT, label], { env, detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = once(guard, 'exit')
  return {
    async close() {
      guard.stdin.end()
      await settlesWithin(ended, CLOSE_MS)
    },
  }
}
