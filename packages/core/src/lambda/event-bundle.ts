import middy from '@middy/core'
import type { BundleOptions } from './api-bundle.ts'
import { outOfTime } from './out-of-time.ts'

/** Enough to say that there was no time, before Lambda ends the function without a word. */
const ANSWER_BEFORE_END_MS = 1000

/**
 * What a handler has around it whose caller is AWS or a direct invoke: errors are logged once before they go on, running out
 * of time is one of them, and what was counted is printed in the end, whatever that is.
 */
export function eventBundle<Event, Result>({ log, metrics }: BundleOptions) {
  const early = { timeoutEarlyInMillis: ANSWER_BEFORE_END_MS, timeoutEarlyResponse: outOfTime }
  return middy<Event, Result>({ ...early, requestEnd: metrics.publish }).use({
    onError: ({ error }) => log.error('invocation failed', { error }),
  })
}
