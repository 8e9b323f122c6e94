import type { Deps } from '../deps.ts'
import { RunnerLost } from '../failures.ts'
import type { EndReason } from '../stop-switch.ts'
import type { OwnRow } from './own-row.ts'

/**
 * Why a recording really ended. ECS stops a task without a word of why, and the signal may be faster than the heartbeat that
 * would have found out: the row knows whether the job was cancelled. Throws RunnerLost.
 */
export async function whyStopped({ log }: Pick<Deps, 'log'>, row: OwnRow, endReason: EndReason): Promise<EndReason> {
  if (endReason !== 'STOPPED') return endReason
  try {
    const { cancelRequested } = await row.note({})
    return cancelRequested ? 'CANCEL_REQUESTED' : endReason
  } catch (error) {
    if (error instanceof RunnerLost) throw error
    log.warn('row not read', { error })
    return endReason
  }
}
