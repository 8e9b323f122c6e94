import { lookAfter, type ObjectId, torrentKey } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { SeedingFailed } from '../failures.ts'
import { createJobRow, noRow, type SeedingRow } from './seeding-row.ts'

/** A torrent that is this seeder's to seed, and where it tells how that goes. */
export type Claim = { readonly torrent: ObjectId; readonly row: SeedingRow }

/**
 * The fence: makes this seeder the one that seeds the job's recording. Undefined where it must not: the job is not
 * COMPLETED, is at another attempt, or another seeder has it; nothing is written then. Throws SeedingFailed where there is no such job.
 */
export async function claimSeeding(deps: Deps): Promise<Claim | undefined> {
  const { assignment, jobs, clock, log, config, seeder } = deps
  if ('torrentKey' in assignment) return { torrent: { bucket: config.bucket, key: assignment.torrentKey }, row: noRow }

  const { jobId } = assignment
  const job = await jobs.get(jobId)
  if (!job) throw new SeedingFailed('JOB_NOT_FOUND', `there is no job "${jobId}" to seed the recording of`)
  const attempt = assignment.attempt ?? job.attempt
  const now = clock.now()
  const outcome = await jobs.change(
    jobId,
    { status: ['COMPLETED'], attempt, seederAbsentOr: seeder },
    // The sweep comes back from time to time: a seeder that dies unheard must not seem to seed for ever.
    { set: { seeder, seeding: { state: 'PREPARING', since: now.toISOString() }, ...lookAfter('seeder', now) } },
  )
  if (!outcome.changed) {
    log.warn('not mine to seed', { jobId, attempt, status: outcome.job?.status, seededBy: outcome.job?.seeder })
    return undefined
  }
  const { s3Bucket: bucket = config.bucket, s3Key, torrentFile } = outcome.job
  const key = torrentFile ?? torrentKey(s3Key ?? '')
  return { torrent: { bucket, key }, row: createJobRow(deps, { jobId, attempt }) }
}
