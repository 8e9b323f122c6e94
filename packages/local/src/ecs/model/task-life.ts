import type { StopCode, Task } from './task.ts'

/** A change of a task's state. Returns the next record; the same record when there is nothing to change. */
export type Transition = (task: Task) => Task

export const becomePending: Transition = (task) => next(task, { lastStatus: 'PENDING' })

export const becomeRunning =
  (now: Date): Transition =>
  (task) =>
    next(task, { lastStatus: 'RUNNING', startedAt: now, container: { ...task.container, lastStatus: 'RUNNING' } })

/** Somebody wants the task to end. Only the first one's code and reason count, and none after the task ended itself. */
export const askToStop =
  (now: Date, stopCode: StopCode, stoppedReason: string): Transition =>
  (task) =>
    task.desiredStatus === 'STOPPED'
      ? task
      : next(task, { desiredStatus: 'STOPPED', stoppingAt: now, stopCode, stoppedReason })

/** How a container ended: it ran and has an exit code, perhaps with a reason, or it never ran and there is a reason. */
export type ContainerOutcome = { exitCode: number; reason?: string } | { reason: string }

/** The container is gone, its resources are being given back. The code and reason of an earlier `askToStop` stay. */
export const becomeDeprovisioning =
  (now: Date, outcome: ContainerOutcome): Transition =>
  (task) => {
    const [code, reason] = whyStopped(outcome)
    const ending = askToStop(now, code, reason)(task)
    return { ...ending, version: task.version + 1, lastStatus: 'DEPROVISIONING', container: ended(task, outcome) }
  }

export const becomeStopped =
  (now: Date): Transition =>
  (task) =>
    next(task, { lastStatus: 'STOPPED', stoppedAt: now })

function whyStopped(outcome: ContainerOutcome): [StopCode, string] {
  if ('exitCode' in outcome) return ['EssentialContainerExited', 'Essential container in task exited']
  return ['TaskFailedToStart', outcome.reason]
}

function ended({ container }: Task, outcome: ContainerOutcome): Task['container'] {
  return { ...container, ...outcome, lastStatus: 'STOPPED' }
}

function next(task: Task, change: Partial<Task>): Task {
  return { ...task, ...change, version: task.version + 1 }
}
