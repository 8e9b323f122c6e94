import { ChronicleError } from '@chronicle/core'
import type { Context } from 'aws-lambda'

/** Time to kill a child and to remove its files, before Lambda kills this process and leaves both. */
const MARGIN_MS = 3000

/** The invocation's time is over before the work is done. */
class OutOfTime extends ChronicleError {
  override readonly name = 'OutOfTime'
  readonly code = 'OUT_OF_TIME'
  readonly httpStatus = 504
  override readonly retryable = true
}

/** Aborts with OutOfTime shortly before Lambda would end the invocation. */
export function deadlineOf({ getRemainingTimeInMillis }: Context): AbortSignal {
  const remaining = Math.max(getRemainingTimeInMillis() - MARGIN_MS, 0)
  const over = new AbortController()
  const giveUp = () =>
    over.abort(
      new OutOfTime(
        `the object could not be hashed in the ${(remaining / 1000).toFixed(0)} s that the invocation had: give the function a ` +
          'longer time-out, or more memory, which is processor time as well (Terraform: torrent_creator)',
      ),
    )
  setTimeout(giveUp, remaining).unref()
  return over.signal
}
