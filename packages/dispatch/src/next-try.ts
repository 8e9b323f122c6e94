const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 300_000

/**
 * When to launch again after this many refusals in a row (1 or more): the wait doubles from half a minute to five minutes, and
 * is cut by up to a half at random, so that jobs that were refused together do not come back together.
 * `random` answers a number from 0 up to 1.
 */
export function nextTry(deferrals: number, now: Date, random: () => number): Date {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (deferrals - 1))
  return new Date(now.getTime() + wait * (1 - random() / 2))
}
