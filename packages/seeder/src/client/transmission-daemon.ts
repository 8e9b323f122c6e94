import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { SeedingFailed } from '../failures.ts'
import type { Rpc } from './transmission-rpc.ts'

const PROGRAM = 'transmission-daemon'
const READY_MS = 20_000
/** It tells the trackers good-bye first, and waits for their answers. */
const KILL_AFTER_MS = 15_000

export type Daemon = {
  /** Throws SeedingFailed once the process is gone. */
  requireAlive(): void
  /** Asks it to end, makes it end after a while, and resolves when it is gone. */
  stop(): Promise<void>
}

/**
 * Starts the daemon on a folder that holds its settings, and answers when its RPC does. Throws SeedingFailed: CLIENT_MISSING
 * where there is no such program on the PATH, CLIENT_FAILED where it does not come up.
 */
export async function startDaemon(
  folder: string,
  environment: Readonly<Record<string, string>>,
  call: Rpc,
): Promise<Daemon> {
  const child = spawn(PROGRAM, ['--foreground', '--log-error', '--config-dir', folder], {
    env: { ...environment, HOME: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  // Its later lines name trackers, which may have a secret in their path: only what it says of its start is kept.
  let said = ''
  child.stderr.on('data', (chunk) => {
    said = `${said}${chunk}`.slice(-500)
  })
  await once(child, 'spawn').catch((error: unknown) => {
    throw new SeedingFailed('CLIENT_MISSING', missing(environment.PATH ?? ''), { cause: error })
  })
  const daemon = daemonOf(child)
  try {
    await untilReady(daemon, call)
    return daemon
  } catch (error) {
    await daemon.stop()
    const because = said.trim() || (error instanceof Error ? error.message : String(error))
    throw new SeedingFailed('CLIENT_FAILED', `${PROGRAM} did not start: ${because}`, { cause: error })
  }
}

const missing = (path: string) =>
  `there is no "${PROGRAM}" on the PATH (${path}) to seed with; install it (Debian: apt-get install transmission-daemon, ` +
  'macOS: brew install transmission-cli), or turn seeding off'

function daemonOf(child: ChildProcess): Daemon {
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const end = () => (child.exitCode === null ? child.signalCode : child.exitCode)
  return {
    requireAlive: () => {
      if (end() !== null) throw new SeedingFailed('CLIENT_EXITED', `${PROGRAM} ended by itself (${end()}); seed again`)
    },
    stop: async () => {
      child.kill('SIGTERM')
      const kill = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
      await (end() === null && exited)
      clearTimeout(kill)
    },
  }
}

async function untilReady(daemon: Daemon, call: Rpc): Promise<void> {
  const deadline = Date.now() + READY_MS
  for (;;) {
    daemon.requireAlive()
    try {
      await call('session-get', {}, z.unknown())
      return
    } catch (error) {
      if (error instanceof SeedingFailed || Date.now() > deadline) throw error
      await sleep(100)
    }
  }
}
