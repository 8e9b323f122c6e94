/** The function's own time-out: nothing of the try that failed can still be at work. */
const FIRST_WAIT_S = 30
const LONGEST_WAIT_S = 900

/**
 * After how many seconds a message comes back that failed when it was received for the so many-th time (1 or more): soon the
 * first time, since most faults are over by then and its job waits for it, eight times as long each time after that, more by up
 * to a quarter at random, a quarter of an hour at most. Five tries thus outlast a fault of half an hour.
 * `random` answers a number from 0 up to 1.
 */
export function comesBackAfter(receives: number, random: () => number): number {
  const wait = FIRST_WAIT_S * 8 ** (receives - 1) * (1 + random() / 4)
  return Math.min(LONGEST_WAIT_S, Math.ceil(wait))
}
