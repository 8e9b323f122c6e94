import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { constants } from 'node:os'

export interface ChildExit {
  /** As a shell or Docker reports it: 128 + the signal's number when a signal ended the process. */
  exitCode: number
  signal?: NodeJS.Signals
}

/** The id of a process that really started. Rejects with the system's error when it could not be. */
export async function spawnedPid(child: ChildProcess): Promise<number> {
  await once(child, 'spawn')
  if (child.pid === undefined) throw new Error('The system started a process and gave it no id.')
  return child.pid
}

/** Resolves when the process ends. To be called before it can have ended: right after it was started. */
export function childExit(child: ChildProcess): Promise<ChildExit> {
  return new Promise((resolve) => {
    child.once('exit', (code, signal) => {
      if (signal !== null) resolve({ exitCode: 128 + constants.signals[signal], signal })
      else resolve({ exitCode: code ?? 0 })
    })
  })
}
