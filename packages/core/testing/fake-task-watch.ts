import type { TaskWatch, WatchedTask } from '../src/index.ts'

/** The tasks that ECS knows of, as a test says. `stopped` shows who was asked to stop; the test says when they do. */
export function createFakeTaskWatch(...tasks: readonly WatchedTask[]) {
  const known = new Map(tasks.map((task) => [task.taskArn, task]))
  const stopped: { readonly taskArn: string; readonly reason: string }[] = []
  const watch: TaskWatch = {
    find: async (taskArn) => known.get(taskArn),
    startedBy: async (startedBy) => [...known.values()].filter((task) => task.startedBy === startedBy),
    stop: async (taskArn, reason) => {
      if (!known.has(taskArn)) throw new Error('InvalidParameterException: The referenced task was not found.')
      stopped.push({ taskArn, reason })
    },
  }
  return {
    ...watch,
    stopped,
    /** What ECS tells from now on of a task. */
    tell: (task: WatchedTask) => void known.set(task.taskArn, task),
    /** A task that has stopped too long ago for ECS to know it. */
    forget: (taskArn: string) => void known.delete(taskArn),
  }
}
