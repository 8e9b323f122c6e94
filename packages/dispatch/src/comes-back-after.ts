import { jobsQueue } from '@chronicle/core'

const LONGEST_WAIT_S = 900

/**
 * After how many seconds a message comes back that failed when it was received for the so many-th time (1 or more): twice as
 * long each time, more by up to a quarter at random, a quarter of an hour at most. Never sooner than it would by itself, so
 * nothing of the try that failed can still be at work. Five tries thus outlast a fault of half an hour.
 * `random` answers a number from 0 up to 1.
 */
export function comesBackAfter(receives: number, random: () => number): number {
  const wait = jobsQueue.visibilitySeconds * 2 ** (receives - 1) * (1 + random() / 4)
  return Math.min(LONGEST_WAIT_S, Math.ceil(wait))
}
