import { settlesWithin } from '../../process/within.ts'
import { containerArguments } from './container-arguments.ts'
import { guardContainers } from './container-guard.ts'
import { createDocker, type Docker } from './docker-command.ts'
import { giveOutLines } from './give-out-lines.ts'
import { requireImage } from './require-image.ts'
import type { ContainerLaunch, RunningContainer, TaskDriver } from './task-driver.ts'

export interface DockerDriverSettings {
  endpointUrl: string
  /** What tells this stack's containers from another's. */
  stateFolder: string
  /** The docker command's own. */
  environment: Readonly<Record<string, string>>
  /** Told that containers of an earlier stack could not be looked for. */
  onProblem: (problem: string) => void
}

// The log of a container that is gone ends at once; a docker command that hangs must not hold its task.
const LAST_LINES_MS = 5_000

// In ECS's words: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/stopped-task-error-codes.html
const OUT_OF_MEMORY = 'OutOfMemoryError: Container killed due to memory usage'

/** Runs each task in a container of the image that its definition names. */
export async function createDockerDriver(settings: DockerDriverSettings): Promise<TaskDriver> {
  const docker = createDocker(settings.environment)
  const label = `chronicle.stack=${settings.stateFolder}`
  const guard = await guardContainers(label, settings)
  return {
    async start(launch) {
      await requireImage(docker, launch.container.image ?? '')
      const id = await docker.run(...containerArguments(launch, { ...settings, label }))
      try {
        await docker.run('start', id)
      } catch (error) {
        await remove(docker, id)
        throw error
      }
      return follow(docker, id, launch)
    },
    close: guard.close,
  }
}

function follow(docker: Docker, id: string, { onLine, stopTimeoutMs }: ContainerLaunch): RunningContainer {
  const lines = giveOutLines(docker.follow('logs', '--follow', id), onLine)
  const exited = docker.run('wait', id).then(async (exitCode) => {
    await settlesWithin(lines, LAST_LINES_MS)
    const ranOutOfMemory = (await docker.run('inspect', '--format', '{{.State.OOMKilled}}', id)) === 'true'
    await remove(docker, id)
    return { exitCode: Number(exitCode), ...(ranOutOfMemory && { reason: OUT_OF_MEMORY }) }
  })
  let isAsked = false
  const stop = () => {
    if (isAsked) return
    isAsked = true
    // Refused where the container has just ended by itself: then there is nothing to stop, and `exited` tells how it ended.
    docker.run('stop', '-t', String(Math.ceil(stopTimeoutMs / 1000)), id).catch(() => {})
  }
  return { exited, stop }
}

const remove = (docker: Docker, id: string) => docker.run('rm', '--force', '--volumes', id)
