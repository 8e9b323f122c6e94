export type LaunchId = { readonly jobId: string; readonly attempt: number; readonly launch: number }

/** Reads the `startedBy` of our tasks, `jobId/attempt/launch`; undefined for a task that someone else started. */
export function parseStartedBy(startedBy: string | undefined): LaunchId | undefined {
  const match = /^([A-Za-z0-9_-]{1,64})\/(\d{1,9})\/(\d{1,9})$/.exec(startedBy ?? '')
  return match ? { jobId: String(match[1]), attempt: Number(match[2]), launch: Number(match[3]) } : undefined
}
