/** Every status of a job, in the order in which an attempt passes through them; the last three end it. */
export const jobStatuses = [
  'PENDING',
  'STARTED',
  'RECORDING',
  'UPLOADING',
  'CREATING_TORRENT',
  'COMPLETED',
  'FAILED',
  'CANCELLED',
] as const

export type JobStatus = (typeof jobStatuses)[number]

const ranks: Readonly<Record<JobStatus, number>> = {
  PENDING: 0,
  STARTED: 1,
  RECORDING: 2,
  UPLOADING: 3,
  CREATING_TORRENT: 4,
  COMPLETED: 5,
  FAILED: 5,
  CANCELLED: 5,
}

/**
 * The statuses from which an attempt may move to `next`: those of a lower rank. Within an attempt the rank only grows, so a
 * change that arrives late or twice finds its condition false and does nothing.
 */
export function statusesBefore(next: JobStatus): readonly JobStatus[] {
  return jobStatuses.filter((status) => ranks[status] < ranks[next])
}

/** Whether the attempt is over: nothing but a new attempt moves the job again. */
export function isEnded(status: JobStatus): boolean {
  return ranks[status] === ranks.COMPLETED
}

/** The statuses of a job that still has something to do. */
export const openStatuses: readonly JobStatus[] = statusesBefore('COMPLETED')
