import { newJob, recordingKey, type Submission } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { createLoggedRow } from './job/logged-row.ts'
import { record } from './record.ts'
import type { StopSwitch } from './stop-switch.ts'
import { tryBucket } from './upload/try-bucket.ts'

/**
 * Records a stream for somebody who has a bucket and no job: same recording, same place in the bucket, same torrent. There is
 * no row, so nobody else can be after the same recording, and the log tells what a row would. Answers the exit code: 0 where
 * there is a recording, whole or cut short, 1 where there is none. Throws BucketRefused before anything is recorded.
 */
export async function recordByHand(
  deps: Deps,
  wanted: Pick<Submission, 'url' | 'filename'> & { readonly jobId: string },
  stopSwitch: StopSwitch,
): Promise<0 | 1> {
  const job = newJob(wanted, deps.clock.now())
  await tryBucket(deps.uploads, { bucket: deps.config.bucket, key: recordingKey(job) })
  return record(deps, job, createLoggedRow(deps.log, job), stopSwitch)
}
