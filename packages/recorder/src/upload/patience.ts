import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '@chronicle/core'

const LONGEST_PAUSE_MS = 30_000
const LAST_TRIES = 6

export type Patience = {
  /**
   * Tries an action until it succeeds. Throws its error when it is one that no repeat will cure, and, once time is short,
   * after six tries more.
   */
  keepTrying<Result>(action: () => Promise<Result>, isHopeless?: (error: unknown) => boolean): Promise<Result>
  /** From now on time is short: the recording is over and its container is being stopped, maybe. */
  runShort(): void
}

/**
 * While a recording goes on it is safe on disk, and S3 may be away for as long as it likes: an upload is tried again and again.
 */
export function createPatience(log: Log, firstPauseMs = 1000): Patience {
  let isShort = false
  return {
    runShort: () => {
      isShort = true
    },
    keepTrying: async (action, isHopeless = () => false) => {
      let lastTries = 0
      for (let failures = 0; ; failures++) {
        try {
          return await action()
        } catch (error) {
          if (isHopeless(error) || (isShort && ++lastTries >= LAST_TRIES)) throw error
          log.warn('S3 did not take it yet', { failures: failures + 1, error })
          const pauses = isShort ? lastTries : failures
          await sleep(Math.min(firstPauseMs * 2 ** pauses, LONGEST_PAUSE_MS))
        }
      }
    },
  }
}
