export type LaunchId = { readonly jobId: string; readonly attempt: number; readonly launch: number }

/** What a task was launched for, and by which launch. */
export type StartedBy = LaunchId & { readonly purpose: 'record' | 'seed' }

/** What a recorder's task is launched with as its `startedBy`. */
export const startedByOf = ({ jobId, attempt, launch }: LaunchId): string => `${jobId}/${attempt}/${launch}`

/**
 * Reads the `startedBy` of our tasks, `jobId/attempt/launch` of a recorder and `seed/jobId/attempt/launch` of a seeder;
 * undefined for a task that someone else started.
 */
export function parseStartedBy(startedBy: string | undefined): StartedBy | undefined {
  const match = /^(seed\/)?([A-Za-z0-9_-]{1,64})\/(\d{1,9})\/(\d{1,9})$/.exec(startedBy ?? '')
  if (!match) return undefined
  const [, seed, jobId, attempt, launch] = match
  return { purpose: seed ? 'seed' : 'record', jobId: String(jobId), attempt: Number(attempt), launch: Number(launch) }
}
