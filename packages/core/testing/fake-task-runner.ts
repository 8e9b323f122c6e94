import type { Launch, TaskRunner } from '../src/index.ts'

/**
 * Starts tasks in memory: one for each (job, attempt, launch), as ECS does by client token. `refuseWith` makes the next calls
 * fail before any task is started; `loseAnswers` starts the task and then fails, as a broken connection does.
 */
export function createFakeTaskRunner() {
  const tasks = new Map<string, Launch>()
  const stopped: string[] = []
  let refusals: Error[] = []
  let lostAnswers = 0
  const runner: TaskRunner = {
    run: async (launch) => {
      const refusal = refusals.shift()
      if (refusal) throw refusal
      const taskArn = `arn:aws:ecs:us-east-1:000000000000:task/cluster/${launch.jobId}-${launch.attempt}-${launch.launch}`
      tasks.set(taskArn, launch)
      if (lostAnswers > 0) {
        lostAnswers -= 1
        throw new Error('socket hang up')
      }
      return { taskArn }
    },
    stop: async (taskArn) => {
      stopped.push(taskArn)
    },
  }
  return {
    ...runner,
    tasks,
    stopped,
    refuseWith: (...errors: readonly Error[]) => {
      refusals = [...errors]
    },
    loseAnswers: (count: number) => {
      lostAnswers = count
    },
  }
}
