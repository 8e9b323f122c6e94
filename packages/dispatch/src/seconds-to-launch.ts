import type { Job } from '@chronicle/core'

/**
 * How many seconds a job has waited for a launch that could have been made: since it was asked for, since its attempt began, or
 * since a wait of its own was over, whichever was last. `job` is the row as it was before the launch was claimed.
 */
export function secondsToLaunch({ createdAt, startAt, nextAt, attempt, events }: Job, now: Date): number {
  const begun = events.findLast((event) => event.status === 'PENDING' && event.attempt === attempt)
  const times = [createdAt, startAt, nextAt, begun?.at].flatMap((time) => (time === undefined ? [] : Date.parse(time)))
  return Math.max(0, now.getTime() - Math.max(...times)) / 1000
}
