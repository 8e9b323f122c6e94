import type { Deps } from './deps.ts'

/**
 * Asks tasks to stop, as well as can be: who is asked for need not be there, and a task that was not reached reads in the row
 * that it is not wanted any more. A program that no ECS started has no ARN.
 */
export async function stopTasks(
  { tasks, log }: Pick<Deps, 'tasks' | 'log'>,
  names: readonly (string | undefined)[],
  reason: string,
): Promise<void> {
  for (const name of new Set(names)) {
    if (!name?.startsWith('arn:')) continue
    try {
      await tasks.stop(name, reason)
    } catch (error) {
      log.warn('task not asked to stop, it reads its row', { taskArn: name, error })
    }
  }
}
