import { createStopSwitch } from '@chronicle/recorder/stop-switch'
import type { Task } from './simulated-ecs.ts'
import { type RecorderDeps, type RecorderMove, record } from './simulated-recording.ts'

export type SimulatedRecorder = {
  /** Lets it do something; answers its exit code once it has ended. */
  move(what: RecorderMove): Promise<0 | 1 | undefined>
  /** SIGTERM. */
  terminate(): void
}

/** The recorder of a task: it does a step each time that it is let do one. */
export function startRecorder(deps: RecorderDeps, task: Task): SimulatedRecorder {
  const stopSwitch = createStopSwitch()
  const life = record(deps, task, stopSwitch)
  return {
    move: async (what) => {
      try {
        const { done, value } = await life.next(what)
        return done ? value : undefined
      } catch {
        return 1 // not even its end could be written: the program throws
      }
    },
    terminate: () => stopSwitch.stop('STOPPED'),
  }
}
