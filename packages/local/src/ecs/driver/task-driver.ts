import type { ContainerDefinition, Volume } from '@aws-sdk/client-ecs'
import type { ChildExit } from '../../process/child-exit.ts'

/** What a driver needs to run a task's container. */
export interface ContainerLaunch {
  taskId: string
  /** What the task definition says of the container, where it matters how it runs. A process takes nothing of it. */
  container: ContainerDefinition
  volumes: readonly Volume[]
  /** The task's: CPU units, of which 1024 are a processor, and MiB of memory. */
  cpu?: string | undefined
  memory?: string | undefined
  /** Arguments for the image's program, from the definition or the override; empty for none. */
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  /** Where on the front door the task metadata endpoint is. */
  metadataPath: string
  /** Where on the front door the credentials of the task's role are; without it the task has the account's root key. */
  credentialsPath?: string | undefined
  /** From SIGTERM to SIGKILL. */
  stopTimeoutMs: number
  /** Takes each line of the container's standard output and error. */
  onLine: (line: string) => void
}

/** How a container ended; `reason` says more than the exit code, where there is more to say. */
export type ContainerExit = Pick<ChildExit, 'exitCode'> & { reason?: string }

export interface RunningContainer {
  /** Resolves after the last line was given out. A container killed has exit code 137, as Docker reports it. */
  exited: Promise<ContainerExit>
  /** SIGTERM, and SIGKILL after the stop timeout. A second call changes nothing. */
  stop(): void
}

/** Runs the containers of tasks: as processes, or in Docker. */
export interface TaskDriver {
  /**
   * @throws CannotPullContainer when the image is not to be had, or another error when the container cannot be started;
   * the message becomes the task's reason
   */
  start(launch: ContainerLaunch): Promise<RunningContainer>
  /** Gives back what the driver itself holds. No task runs any more. */
  close(): Promise<void>
}

/** There is no image to make a container of. */
export class CannotPullContainer extends Error {
  override readonly name = 'CannotPullContainer'
}
