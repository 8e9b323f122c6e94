import { type Job, LaunchRefused } from '@chronicle/core'
import { claimSeederLaunch } from './claim-seeder-launch.ts'
import type { Deps } from './deps.ts'
import { recordSeederLaunch, recordSeederRefusal, recordTorrentMissing } from './record-seeder-launch.ts'

/** How long a torrent that the recorder could not make is waited for: the event path has tried three times long before. */
const TORRENT_PATIENCE_MS = 60 * 60_000

/**
 * Launches the seeder of a completed job, once, however often it is called: the row says whether there is one to launch, the
 * client token makes repeats of a launch one task, and the seeder's own fence decides should there be two after all. Where
 * it cannot be launched yet, for want of room or of the torrent, the sweep comes back for it. Throws whatever leaves it
 * unknown whether a task was started; the same call is to be repeated then.
 */
export async function launchSeeder(deps: Deps, job: Job): Promise<void> {
  if (!deps.seeders || job.kind !== 'recording' || job.status !== 'COMPLETED' || job.s3Key === undefined) return
  const claimed = await claimSeederLaunch(deps, job, deps.seeders.taskDefinition)
  if (!claimed) return
  if (claimed.torrentFile === undefined) {
    const waited = deps.clock.now().getTime() - Date.parse(claimed.seeding.since)
    if (waited >= TORRENT_PATIENCE_MS) await recordTorrentMissing(deps, claimed)
    return
  }
  const { jobId, attempt, createdAt } = claimed
  const { launch, taskDefinition } = claimed.seeding
  try {
    const { taskArn } = await deps.seeders.tasks.run({ jobId, attempt, launch, createdAt, taskDefinition })
    await recordSeederLaunch(deps, claimed, taskArn)
  } catch (error) {
    if (!(error instanceof LaunchRefused)) throw error
    await recordSeederRefusal(deps, claimed, error, deps.seeders.taskDefinition)
  }
}
