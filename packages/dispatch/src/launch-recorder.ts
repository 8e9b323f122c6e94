import { type Launch, LaunchRefused, timeLeft } from '@chronicle/core'
import type { Deps } from './deps.ts'

const MOST_TRIES = 4
const FIRST_PAUSE_MS = 500
/** What one more try may take: the pause, an attempt that is not answered, and the writes that follow it. */
const TIME_FOR_A_TRY_MS = 10_000

/**
 * Asks ECS for the task of a launch, again while there is time where the answer was lost: for the same launch it is the same
 * task. This is for faults of a few seconds; those of an instant the SDK repeats by itself. Throws LaunchRefused where there
 * is no task, and what went wrong last where nobody knows.
 */
export async function launchRecorder(
  { tasks, pause, random, log }: Pick<Deps, 'tasks' | 'pause' | 'random' | 'log'>,
  launch: Launch,
): Promise<{ readonly taskArn: string }> {
  for (let tries = 1; ; tries++) {
    try {
      return await tasks.run(launch)
    } catch (error) {
      if (error instanceof LaunchRefused || tries === MOST_TRIES || timeLeft() < TIME_FOR_A_TRY_MS) throw error
      log.warn('launch not answered, asked again', { jobId: launch.jobId, launch: launch.launch, tries, error })
    }
    await pause(FIRST_PAUSE_MS * 2 ** (tries - 1) * (1 - random() / 2))
  }
}
