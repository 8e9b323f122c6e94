import type { ContainerLaunch, TaskDriver } from '../../src/ecs/driver/task-driver.ts'
import type { ChildExit } from '../../src/process/child-exit.ts'

/** Starts nothing: a test says when a container ends, or that it cannot start. */
export class FakeTaskDriver implements TaskDriver {
  readonly launches: ContainerLaunch[] = []
  readonly stopped: string[] = []
  refusal: Error | undefined
  private readonly ends = new Map<string, (exit: ChildExit) => void>()

  async start(launch: ContainerLaunch) {
    if (this.refusal) throw this.refusal
    this.launches.push(launch)
    const { promise: exited, resolve } = Promise.withResolvers<ChildExit>()
    this.ends.set(launch.taskId, resolve)
    return { exited, stop: () => void this.stopped.push(launch.taskId) }
  }

  async close() {}

  end(taskId: string, exitCode: number): void {
    const resolve = this.ends.get(taskId)
    if (!resolve) throw new Error(`No container of task ${taskId} was started.`)
    resolve({ exitCode })
  }
}
