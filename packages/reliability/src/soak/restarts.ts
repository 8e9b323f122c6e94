import { processesOf } from '@chronicle/local/testing'

/**
 * Kills every process of the dispatcher at random times, about so many seconds apart, always when a call is under way: before it
 * has its effect, or after it and before anyone hears of it. The engine starts new ones, as Lambda does.
 */
export function restartAtRandom(random: () => number, secondsApart: number) {
  let folder: string | undefined
  let due: 'before' | 'after' | undefined
  let restarts = 0
  let timer: NodeJS.Timeout | undefined

  function arm(): void {
    timer = setTimeout(
      () => {
        due = random() < 0.5 ? 'before' : 'after'
        arm()
      },
      random() * 2 * secondsApart * 1000,
    )
  }

  return {
    /** From now on the dispatcher of the stack with this state folder is killed. */
    begin: (stateFolder: string) => {
      folder = stateFolder
      arm()
    },
    /** To be told of every call; answers whether it killed the caller. */
    onCall: async (moment: 'before' | 'after'): Promise<boolean> => {
      if (due !== moment || folder === undefined) return false
      due = undefined
      const killed = await killDispatcher(folder)
      if (killed) restarts += 1
      return killed
    },
    count: () => restarts,
    stop: () => {
      clearTimeout(timer)
      due = undefined
    },
  }
}

async function killDispatcher(folder: string): Promise<boolean> {
  const pids = await processesOf(folder, 'AWS_LAMBDA_FUNCTION_NAME=dispatch-to-ecs')
  for (const pid of pids) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It ended by itself.
    }
  }
  return pids.length > 0
}
