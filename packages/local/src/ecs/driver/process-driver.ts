import { spawn } from 'node:child_process'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { childExit, spawnedPid } from '../../process/child-exit.ts'
import { sendSignal } from '../../process/send-signal.ts'
import { settlesWithin } from '../../process/within.ts'
import { giveOutLines } from './give-out-lines.ts'
import { type ProcessHost, processEnvironment } from './process-environment.ts'
import type { ContainerLaunch, RunningContainer, TaskDriver } from './task-driver.ts'

export interface Program {
  command: string
  args: readonly string[]
  /** Where it finds its tools. */
  path: string
}

export interface ProcessDriverSettings extends Omit<ProcessHost, 'path'> {
  /** The program that tasks run, whatever image and entry point their definition names. */
  recorder: Program
  /** The few that run another one, by the name of their container. */
  programs: Readonly<Record<string, Program>>
  /** Each task has a folder of its own in here while it runs. Emptied first: tasks of a killed stack left theirs. */
  folder: string
}

// A process that left the task's session can hold its output open for ever.
const LAST_LINES_MS = 1_000

/** Runs each task as a process of this machine in its own session, and nothing but the programs of its settings. */
export async function createProcessDriver(settings: ProcessDriverSettings): Promise<TaskDriver> {
  await rm(settings.folder, { recursive: true, force: true, maxRetries: 5 })
  return { start: (launch) => startProgram(settings, launch), close: async () => {} }
}

async function startProgram(settings: ProcessDriverSettings, launch: ContainerLaunch): Promise<RunningContainer> {
  const folder = join(settings.folder, launch.taskId)
  await mkdir(folder, { recursive: true })
  const removeFolder = () => rm(folder, { recursive: true, force: true, maxRetries: 5 })
  const { command, args, path } = programOf(settings, launch)
  const child = spawn(command, [...args, ...launch.command], {
    cwd: folder,
    env: processEnvironment(launch, { ...settings, path }, folder),
    detached: true,
    // Nothing is ever written to stdin: its end tells the task that the stack is gone (die-with-parent.cjs).
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const pid = await spawnedPid(child).catch(async (error: unknown) => {
    await removeFolder()
    throw error
  })
  const lines = giveOutLines([child.stdout, child.stderr], launch.onLine)

  let kill: NodeJS.Timeout | undefined
  const exited = childExit(child).then(async (exit) => {
    clearTimeout(kill)
    // As with a container, nothing outlives the first process.
    sendSignal(-pid, 'SIGKILL')
    await settlesWithin(lines, LAST_LINES_MS)
    await removeFolder()
    return { exitCode: exit.exitCode }
  })
  const stop = () => {
    if (kill || child.exitCode !== null || child.signalCode !== null) return
    // Like `docker stop`: the first process is asked, and ends the others in its own order.
    sendSignal(pid, 'SIGTERM')
    kill = setTimeout(() => sendSignal(-pid, 'SIGKILL'), launch.stopTimeoutMs)
  }
  return { exited, stop }
}

/** Own names only: a container may be called "constructor". */
function programOf({ recorder, programs }: ProcessDriverSettings, { container }: ContainerLaunch): Program {
  const name = container.name ?? ''
  return (Object.hasOwn(programs, name) && programs[name]) || recorder
}
