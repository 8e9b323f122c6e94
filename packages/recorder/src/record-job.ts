import type { JobDeps } from './deps.ts'
import { claimJob } from './job/claim-job.ts'
import { createOwnRow } from './job/own-row.ts'
import { record } from './record.ts'
import type { StopSwitch } from './stop-switch.ts'
import { torrentJob } from './torrent/torrent-job.ts'

/**
 * Does one job, from its claim to its torrent: a recording, or the torrent of an object that is there. Answers the exit code: 0 where
 * the job has what it wants, was cancelled, or is not this recorder's; 1 where it failed. Throws where not even that could be written
 * into its row.
 */
export async function recordJob(deps: JobDeps, stopSwitch: StopSwitch): Promise<0 | 1> {
  const job = await claimJob(deps)
  if (!job) return 0
  const row = createOwnRow(deps)
  return job.kind === 'torrent' ? torrentJob(deps, job, row, stopSwitch) : record(deps, job, row, stopSwitch)
}
