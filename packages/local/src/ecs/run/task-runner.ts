import type { TaskLog } from '../delivery/task-log.ts'
import {
  CannotPullContainer,
  type ContainerLaunch,
  type RunningContainer,
  type TaskDriver,
} from '../driver/task-driver.ts'
import { type Task, taskIdOf } from '../model/task.ts'
import {
  askToStop,
  becomeDeprovisioning,
  becomePending,
  becomeRunning,
  becomeStopped,
  type ContainerOutcome,
} from '../model/task-life.ts'
import type { TaskRegistry } from '../model/task-registry.ts'
import type { TaskPlan } from './task-plan.ts'

export interface TaskRunner {
  /** Leads a registered task through its life. Returns at once. */
  run(plan: TaskPlan): void
  /** Asks a task to stop, and returns it as it then is. Changes nothing when it is ending already. */
  stop(taskArn: string, reason: string): Task
  /** Resolves when no task lives. */
  idle(): Promise<void>
}

export interface TaskRunnerDeps {
  tasks: TaskRegistry
  driver: TaskDriver
  openLog: (plan: TaskPlan) => Promise<TaskLog>
  metadataPath: (taskArn: string) => string
  /** Undefined for a task that needs none. @throws when its role cannot be taken */
  credentialsPath: (plan: TaskPlan) => Promise<string | undefined>
  now: () => Date
}

export function createTaskRunner(deps: TaskRunnerDeps): TaskRunner {
  const { tasks, driver, openLog, metadataPath, now } = deps
  const containers = new Map<string, RunningContainer>()
  const lives = new Set<Promise<void>>()

  async function live(plan: TaskPlan): Promise<void> {
    const arn = plan.task.taskArn
    tasks.change(arn, becomePending)
    const outcome = await runContainer(plan).catch((error: Error): ContainerOutcome => ({ reason: error.message }))
    containers.delete(arn)
    tasks.change(arn, becomeDeprovisioning(now(), outcome))
    tasks.change(arn, becomeStopped(now()))
  }

  async function runContainer(plan: TaskPlan): Promise<ContainerOutcome> {
    const arn = plan.task.taskArn
    const credentialsPath = await deps.credentialsPath(plan)
    const log = await openLog(plan).catch((error: Error) => fail('ResourceInitializationError: logging', error))
    try {
      const container = await driver
        .start(launch(plan, log, credentialsPath))
        .catch((error: Error) =>
          fail(isUnpullable(error) ? 'CannotPullContainerError' : 'CannotStartContainerError', error),
        )
      containers.set(arn, container)
      // Asked to stop before there was a container to tell.
      if (tasks.change(arn, becomeRunning(now())).desiredStatus === 'STOPPED') container.stop()
      return await container.exited
    } finally {
      // Before STOPPED is told, so that who hears of it can read the whole log.
      await log.close()
    }
  }

  function launch(
    { task, ...plan }: TaskPlan,
    { write: onLine }: TaskLog,
    credentialsPath: string | undefined,
  ): ContainerLaunch {
    const { taskArn, cpu, memory } = task
    const told = { metadataPath: metadataPath(taskArn), credentialsPath }
    return { ...plan, ...told, cpu, memory, taskId: taskIdOf(taskArn), onLine }
  }

  return {
    run(plan) {
      const life = live(plan).finally(() => lives.delete(life))
      lives.add(life)
    },
    stop(taskArn, reason) {
      const task = tasks.change(taskArn, askToStop(now(), 'UserInitiated', reason))
      containers.get(taskArn)?.stop()
      return task
    },
    idle: async () => void (await Promise.all(lives)),
  }
}

const isUnpullable = (error: Error) => error instanceof CannotPullContainer

function fail(what: string, cause: Error): never {
  throw new Error(`${what}: ${cause.message}`, { cause })
}
