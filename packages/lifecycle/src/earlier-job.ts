import type { Job, WatchedTask } from '@chronicle/core'

/** The clocks of AWS differ by moments. */
const CLOCKS_MS = 5000

/**
 * Whether a task was made before its job was asked for: then it belongs to an earlier one, which was deleted, and whose id is
 * used again. Its events may come a day late.
 */
export function isOfEarlierJob({ createdAt }: WatchedTask, job: Pick<Job, 'createdAt'>): boolean {
  return createdAt !== undefined && Date.parse(createdAt) + CLOCKS_MS < Date.parse(job.createdAt)
}
