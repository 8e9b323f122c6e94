import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ChildExit, childExit, spawnedPid } from '../process/child-exit.ts'
import { sendSignal } from '../process/send-signal.ts'
import { settlesWithin } from '../process/within.ts'
import { EngineFailed } from './engine-error.ts'

const LAUNCHER = fileURLToPath(new URL('launch.py', import.meta.url))
// It answers SIGTERM in 0.1 to 0.6 s; a large state takes longer to save. Later than this, it is stuck.
const STOP_TIMEOUT_MS = 20_000

export interface EngineProcess {
  pid: number
  exited: Promise<ChildExit>
  /** How it ended, once it has. */
  exit(): ChildExit | undefined
  stop(): Promise<void>
}

/** Starts the engine's process in its own session, so that a terminal's Ctrl-C does not reach it: it takes SIGTERM only. */
export async function launchEngine(
  { toolsFolder, stateFolder, logFile }: { toolsFolder: string; stateFolder: string; logFile: string },
  environment: Record<string, string>,
): Promise<EngineProcess> {
  const python = join(toolsFolder, 'venv', 'bin', 'python')
  const log = openSync(logFile, 'w')
  const lockFile = join(stateFolder, 'engine', 'lock')
  const child = spawn(python, ['-I', '-u', LAUNCHER, String(process.pid), lockFile], {
    cwd: stateFolder,
    env: environment,
    detached: true,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  const pid = await spawnedPid(child).catch((cause: unknown) => {
    throw new EngineFailed(`Could not start ${python}. Is the engine installed there?`, { cause })
  })
  let exit: ChildExit | undefined
  const exited = childExit(child).then((how) => {
    exit = how
    return how
  })

  const stop = async () => {
    if (!exit) child.kill('SIGTERM')
    await settlesWithin(exited, STOP_TIMEOUT_MS)
    // The group is what is left of the engine: workers, and itself when it is stuck.
    sendSignal(-pid, 'SIGKILL')
    await exited
  }
  return { pid, exited, exit: () => exit, stop }
}
