import type { JobDeps } from './deps.ts'
import { claimJob } from './job/claim-job.ts'
import { createOwnRow } from './job/own-row.ts'
import { record } from './record.ts'
import type { StopSwitch } from './stop-switch.ts'

/**
 * Records one job, from its claim to its torrent. Answers the exit code: 0 where the job has its recording, was cancelled, or
 * is not this recorder's; 1 where it failed. Throws where not even that could be written into its row.
 */
export async function recordJob(deps: JobDeps, stopSwitch: StopSwitch): Promise<0 | 1> {
  const job = await claimJob(deps)
  return job ? record(deps, job, createOwnRow(deps), stopSwitch) : 0
}
