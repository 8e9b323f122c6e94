import { tmpdir } from 'node:os'
import { createStreamingPieces, type Job, type ObjectStore, sourceName, sourceOf, systemClock } from '@chronicle/core'
import {
  buildJob,
  createFakeBucket,
  createFakeHostResolver,
  createFakeJobStore,
  createFakeObjectStore,
  createFakeObjectVersions,
  createFakeUploadStore,
  createSilentLog,
} from '@chronicle/core/testing'
import type { JobDeps } from '../../src/deps.ts'
import { createStopSwitch } from '../../src/stop-switch.ts'

export const BUCKET = 'recordings-test'
export const ME = 'arn:aws:ecs:us-east-1:000000000000:task/chronicle-cluster/me'

/** A recorder whose AWS is in memory, and whose time, tools and streams are real. */
export function createRig(row: Partial<Job> = {}, spoolRoot = tmpdir(), disturb = (store: ObjectStore) => store) {
  const job = buildJob({ status: 'STARTED', ...row })
  const jobs = createFakeJobStore(job)
  const bucket = createFakeBucket()
  const objects = disturb(createFakeObjectStore(bucket))
  const uploads = createFakeUploadStore(bucket)
  const log = createSilentLog()
  const deps: JobDeps = {
    assignment: { jobId: job.jobId, attempt: job.attempt, launch: job.launch, runner: ME },
    jobs,
    objects,
    versions: createFakeObjectVersions(bucket),
    pieces: createStreamingPieces(objects),
    uploads,
    clock: systemClock,
    log,
    // The samples of tests are on this machine, and named by address.
    resolver: createFakeHostResolver(),
    toolEnvironment: { PATH: process.env.PATH ?? '' },
    spoolRoot,
    config: {
      bucket: BUCKET,
      privateSources: job.url === undefined ? [] : [sourceName(sourceOf(new URL(job.url)))],
      trackers: ['udp://tracker.example:6969/announce'],
      ttlDays: 30,
      maxDurationSeconds: 43_200,
      heartbeatMs: 200,
      minimumStallMs: 30_000,
    },
  }
  return {
    deps,
    jobs,
    bucket,
    uploads,
    log,
    stopSwitch: createStopSwitch(),
    row: (): Job => {
      const now = jobs.rows.get(job.jobId)
      if (!now) throw new Error(`the row of "${job.jobId}" is gone`)
      return now
    },
  }
}
