import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createDockerDriver } from '../ecs/driver/docker-driver.ts'
import { createProcessDriver } from '../ecs/driver/process-driver.ts'
import type { TaskDriver } from '../ecs/driver/task-driver.ts'
import { type EcsEndpoint, startEcsEndpoint } from '../ecs/start-ecs-endpoint.ts'
import { type Engine, startEngine } from '../engine/start-engine.ts'
import { forwardTo, SECURE_TRANSPORT } from '../front-door/forward.ts'
import { type FrontDoor, openFrontDoor } from '../front-door/open-front-door.ts'
import { unlessAborted } from '../process/unless-aborted.ts'
import { names } from '../provision/names.ts'
import { identityRoute } from './identity.ts'
import type { StackProgress } from './stack-progress.ts'
import type { StackSettings } from './stack-settings.ts'

export interface Stack {
  port: number
  /** The front door: the endpoint for every client, and for Lambdas and tasks. */
  url: string
  /** The engine behind it, for what must not depend on the front door. Its ECS tasks are made up. */
  engineUrl: string
  stateFolder: string
  /** Settles when the engine's process ends, be it by `stop` or by a crash. */
  engineExited: Promise<unknown>
  /** Stops every task and waits for it and its events, then closes the front door and ends the engine. */
  stop(): Promise<void>
}

export interface StackHooks {
  /** Called when the engine answers; the stack counts as ready when it resolves. Must be repeatable. */
  provision: (stack: Stack, settings: StackSettings) => Promise<void>
  onProgress?: (progress: StackProgress) => void
  /** Told what went wrong beside the stack's work: lost events and log lines. */
  onProblem?: (problem: string) => void
  /** Gives up the start; what was started is stopped. */
  signal?: AbortSignal
}

/**
 * Starts front door, engine and ECS endpoint, and has the engine provisioned.
 * @throws PortInUse, StateFolderInUse, EngineFailed, and what `provision` throws; nothing is left running then
 */
export async function startStack(settings: StackSettings, hooks: StackHooks): Promise<Stack> {
  const began = performance.now()
  const reached = (step: StackProgress['step']) => {
    hooks.signal?.throwIfAborted()
    hooks.onProgress?.({ step, seconds: (performance.now() - began) / 1000 })
  }
  const { stateFolder } = settings
  let ready = false
  await mkdir(stateFolder, { recursive: true })
  await using started = new AsyncDisposableStack()

  // First, because the engine must be told its address, and because a port in use is best known at once.
  const frontDoor = await openFrontDoor(settings)
  started.defer(frontDoor.close)
  frontDoor.serve(identityRoute(() => ({ pid: process.pid, stateFolder, ready })))
  reached('front door open')
  const engine = await engineFor(settings, frontDoor)
  started.defer(engine.stop)
  // Closed before the engine ends, so that running requests may still be answered.
  started.defer(frontDoor.close)
  reached('engine ready')
  const ecs = await ecsFor(settings, frontDoor, engine, hooks.onProblem ?? (() => {}))
  started.defer(ecs.stop)
  const forward = forwardTo(engine.port, settings.iam ? SECURE_TRANSPORT : [])
  frontDoor.serve(...ecs.routes, () => forward)

  let stopped: Promise<void> | undefined
  const stack: Stack = {
    port: frontDoor.port,
    url: frontDoor.url,
    engineUrl: engine.url,
    stateFolder,
    engineExited: engine.exited,
    stop: () => (stopped ??= everything.disposeAsync()),
  }
  await unlessAborted(hooks.provision(stack, settings), hooks.signal)
  reached('provisioned')
  ready = true
  const everything = started.move()
  return stack
}

function engineFor(settings: StackSettings, frontDoor: FrontDoor): Promise<Engine> {
  const { toolsFolder, stateFolder, persist, iam } = settings
  return startEngine({
    toolsFolder,
    stateFolder,
    persist,
    iam,
    logFile: join(stateFolder, 'logs', 'engine.log'),
    endpointUrl: frontDoor.url,
    extraEnvironment: settings.engineEnvironment,
  })
}

async function ecsFor(
  settings: StackSettings,
  frontDoor: FrontDoor,
  engine: Engine,
  onProblem: (problem: string) => void,
): Promise<EcsEndpoint> {
  const { stateFolder, maxTasks, iam } = settings
  const driver = await driverFor(settings, frontDoor.url, onProblem)
  const logFolder = join(stateFolder, 'logs', 'tasks')
  return startEcsEndpoint({ engineUrl: engine.url, driver, logFolder, maxTasks, iam, onProblem })
}

function driverFor(
  { taskDriver, recorder, seeder, dockerEnvironment: environment, stateFolder }: StackSettings,
  endpointUrl: string,
  onProblem: (problem: string) => void,
): Promise<TaskDriver> {
  if (taskDriver === 'docker') return createDockerDriver({ endpointUrl, stateFolder, environment, onProblem })
  const programs = { [names.seederContainer]: seeder }
  return createProcessDriver({ recorder, programs, folder: join(stateFolder, 'tasks'), endpointUrl })
}
