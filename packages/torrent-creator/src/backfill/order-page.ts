import { OutOfTime } from '@chronicle/core'
import pLimit from 'p-limit'
import type { Deps } from '../deps.ts'
import { type Listed, orderListed } from './order-listed.ts'

/** An order is up to three calls to AWS that mostly wait; the clients have 50 connections each. */
const AT_ONCE = 20

export type ServedPage = {
  /** The last key of those that were served, in their order. */
  readonly last: string
  readonly outcomes: readonly (Listed | 'failed')[]
  /** Why those have failed that have. */
  readonly failures: readonly unknown[]
}

/**
 * Orders the torrents of these objects, several at once, as long as there is time: those that are served are the first ones, without a
 * gap. One that fails holds up no other. Throws OutOfTime where that is why, as nothing is known then. There is one key at least.
 */
export async function orderPage(
  deps: Pick<Deps, 'objects' | 'orders' | 'log'>,
  bucket: string,
  keys: readonly string[],
  hasTime: () => boolean,
): Promise<ServedPage> {
  const failures: unknown[] = []
  const limit = pLimit(AT_ONCE)
  const serve = async (key: string) => {
    try {
      return await orderListed(deps, { bucket, key })
    } catch (error) {
      if (error instanceof OutOfTime) throw error
      deps.log.error('torrent not ordered', { key, error })
      failures.push(error)
      return 'failed'
    }
  }
  // They begin in their order, and time does not come back, so that what is not begun is the rest.
  const begun = await limit.map(keys, (key, index) => (index === 0 || hasTime() ? serve(key) : undefined))
  const outcomes = begun.flatMap((outcome) => outcome ?? [])
  return { last: String(keys[outcomes.length - 1]), outcomes, failures }
}
