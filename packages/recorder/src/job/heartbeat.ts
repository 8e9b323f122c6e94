import type { Job } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { RunnerLost } from '../failures.ts'
import type { Progress } from '../progress.ts'
import type { StopSwitch } from '../stop-switch.ts'
import type { OwnRow } from './own-row.ts'

/**
 * One beat: notes the progress in the row, and learns from it whether to go on. A beat that cannot be written is logged and
 * left to the next one: a database that is away for a while must not end a recording.
 */
export async function beat(
  { clock, log }: Pick<Deps, 'clock' | 'log'>,
  row: OwnRow,
  progress: Progress | Pick<Job, 'hashedBytes'>,
  stopSwitch: StopSwitch,
): Promise<void> {
  try {
    const job = await row.note({ ...progress, lastHeartbeat: clock.now().toISOString() })
    if (job.cancelRequested) stopSwitch.stop('CANCEL_REQUESTED')
  } catch (error) {
    log.warn('heartbeat not written', { error })
    if (error instanceof RunnerLost) stopSwitch.stop('RUNNER_LOST')
  }
}
