import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { settlesWithin } from '../process/within.ts'
import { awaitHealth } from './await-health.ts'
import { engineEnvironment } from './engine-environment.ts'
import { EngineFailed, StateFolderInUse } from './engine-error.ts'
import { enginePort } from './engine-port.ts'
import { lastLogLines } from './last-log-lines.ts'
import { type EngineProcess, launchEngine } from './launch-engine.ts'

// launch.py gives an engine that cannot get its state folder's lock this exit code.
const STATE_FOLDER_IN_USE = 75

export interface EngineSettings {
  /** Holds `venv/bin/python` with the engine installed and `bin/node`. */
  toolsFolder: string
  /** Private to one stack; made when missing. */
  stateFolder: string
  logFile: string
  /** Private port on 127.0.0.1. Default: any free one. */
  port?: number
  endpointUrl: string
  /** Keep objects, tables, functions… over a stop and start. After SIGKILL only the objects survive. */
  persist: boolean
  /** Enforce IAM: workers get their role's credentials. `test`/`test` stays root. */
  iam?: boolean
  extraEnvironment?: Record<string, string>
  startTimeoutMs?: number
}

export interface Engine {
  port: number
  url: string
  pid: number
  /** Settles when the process ends, for whatever reason. */
  exited: Promise<unknown>
  /** Ends the engine and its workers, and removes what they leave in the temporary folder. */
  stop(): Promise<void>
}

/**
 * Starts the AWS emulator and resolves when it answers.
 * @throws StateFolderInUse when another engine runs on the folder
 * @throws EngineFailed when it ends or stays silent, with its last log lines
 */
export async function startEngine(settings: EngineSettings): Promise<Engine> {
  await prepareFolders(settings)
  const port = settings.port ?? (await enginePort(settings))
  const url = `http://127.0.0.1:${port}`
  const edition = randomUUID()
  const environment = engineEnvironment({ iam: false, extraEnvironment: {}, ...settings, port, edition })
  const engine = await launchEngine(settings, environment)
  try {
    await firstAnswer(engine, url, edition, settings)
  } catch (error) {
    await engine.stop()
    throw error
  }
  return { port, url, pid: engine.pid, exited: engine.exited, stop: engine.stop }
}

async function prepareFolders({ stateFolder, logFile }: EngineSettings): Promise<void> {
  const folders = [dirname(logFile), join(stateFolder, 'engine', 'state'), join(stateFolder, 'engine', 's3')]
  await Promise.all(folders.map((folder) => mkdir(folder, { recursive: true })))
  // On AWS nothing stands above a function's code. Here a package.json further up could make its index.js an ES module.
  await writeFile(join(stateFolder, 'engine', 'package.json'), '{ "type": "commonjs" }\n')
}

async function firstAnswer(engine: EngineProcess, url: string, edition: string, settings: EngineSettings) {
  const { startTimeoutMs = 20_000, stateFolder, logFile } = settings
  const giveUp = new AbortController()
  const health = awaitHealth(url, edition, giveUp.signal)
  const answered = await settlesWithin(Promise.race([health, engine.exited]), startTimeoutMs)
  giveUp.abort()
  const exit = engine.exit()
  if (exit?.exitCode === STATE_FOLDER_IN_USE) throw new StateFolderInUse(stateFolder)
  const what = exit ? `ended with exit code ${exit.exitCode}` : `did not answer on ${url} in ${startTimeoutMs / 1000} s`
  if (exit || !answered)
    throw new EngineFailed(`The engine ${what}. Its log ${logFile} ends:\n${await lastLogLines(logFile)}`)
}
