import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { lastLogLines } from '../engine/last-log-lines.ts'
import { PortInUse } from '../front-door/port-in-use.ts'
import { childExit, spawnedPid } from '../process/child-exit.ts'
import { type StackMessage, type StackOrder, stackMessage } from './stack-messages.ts'
import type { StackProgress } from './stack-progress.ts'

export interface StackProcessSettings extends StackOrder {
  /** A module that calls `runStackProcess` with the provisioning. */
  entryPoint: string
  onProgress?: (progress: StackProgress) => void
}

export interface StackProcess {
  pid: number
  port: number
  url: string
  /** What it records though it is not public. */
  privateSources: readonly string[]
  /** A stack was running on the folder already, and is left alone by `stop`. */
  alreadyRunning: boolean
  /** Stops the stack and waits until it is gone, all its tasks with it. */
  stop(): Promise<void>
}

/** The stack process could not start its stack. */
export class StackFailed extends Error {
  override readonly name = 'StackFailed'
}

/**
 * Starts a stack in a process of its own, and resolves when it is ready.
 * @param settings.detached true: it lives on, and `findStack` finds it; false: it stops when this process ends, however
 * @throws PortInUse, StackFailed
 */
export async function startStackProcess(settings: StackProcessSettings): Promise<StackProcess> {
  const { entryPoint, detached, onProgress } = settings
  const logFile = join(settings.settings.stateFolder, 'logs', 'stack.log')
  const { child, stdin, stdout } = spawnStack(entryPoint, logFile)
  await spawnedPid(child)
  const exited = childExit(child)
  // A stack that ends before it has read its order is seen by its silence.
  stdin.on('error', () => {})
  stdin.write(`${JSON.stringify({ settings: settings.settings, detached })}\n`)

  const last = await lastMessage(stdout, onProgress)
  if (last?.event === 'failed' && last.portInUse !== undefined) throw new PortInUse(last.portInUse)
  if (last?.event === 'failed') throw new StackFailed(last.message)
  if (!last) throw new StackFailed(`The stack's process ended. Its log ends:\n${await lastLogLines(logFile)}`)
  const alreadyRunning = last.event === 'already running'
  if (detached) letGo(child)
  const stop = async () => {
    if (alreadyRunning) return
    child.kill('SIGTERM')
    await exited
  }
  return { ...last.address, alreadyRunning, stop }
}

/** In its own session: a terminal's Ctrl-C is for the parent, who stops the stack in good order. */
function spawnStack(entryPoint: string, logFile: string) {
  mkdirSync(join(logFile, '..'), { recursive: true })
  const log = openSync(logFile, 'a')
  const child = spawn(process.execPath, [entryPoint], {
    // Its settings are explicit. What the caller's shell says of AWS profiles or proxies must not change them.
    env: { PATH: '/usr/bin:/bin' },
    detached: true,
    stdio: ['pipe', 'pipe', log],
  })
  closeSync(log)
  const { stdin, stdout } = child
  if (!stdin || !stdout) throw new StackFailed('The stack process got no pipes.')
  return { child, stdin, stdout }
}

async function lastMessage(stdout: Readable, onProgress: StackProcessSettings['onProgress']) {
  for await (const line of createInterface({ input: stdout })) {
    const message: StackMessage = stackMessage.parse(JSON.parse(line))
    if (message.event !== 'progress') return message
    onProgress?.(message.progress)
  }
  return undefined
}

function letGo(child: ChildProcess): void {
  child.stdin?.destroy()
  child.stdout?.destroy()
  child.unref()
}
