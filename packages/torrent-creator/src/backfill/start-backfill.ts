import {
  type BackfillOrder,
  backfillId,
  isEnded,
  JOB_SCHEMA_VERSION,
  type Job,
  JobIdTaken,
  lookAfter,
  nothingBackfilled,
} from '@chronicle/core'
import type { Deps } from '../deps.ts'

type Place = { readonly bucket: string; readonly prefix: string }
type StartDeps = Pick<Deps, 'jobs' | 'orders' | 'clock' | 'log'>

/**
 * Has the torrents of all objects below a prefix made, by other invocations: the row says how far that is. One that goes on already is
 * left alone; one that has ended begins anew, from the first key. That nobody could be told is no reason to refuse it: the
 * row is the truth, and the sweep goes on with what stands still. See docs/adr/0030. Throws JobIdTaken.
 */
export async function startBackfill(deps: StartDeps, place: Place): Promise<BackfillOrder> {
  const jobId = backfillId(place)
  if (!(await begin(deps, jobId, place))) return { ...place, jobId, backfill: 'running' }
  deps.log.info('backfill begun', { jobId, prefix: place.prefix })
  try {
    await deps.orders.goOn(jobId)
  } catch (error) {
    deps.log.error('nobody told of the backfill, the sweep goes on with it', { jobId, error })
  }
  return { ...place, jobId, backfill: 'started' }
}

/** Whether it was this call that began it. */
async function begin({ jobs, clock }: StartDeps, jobId: string, place: Place): Promise<boolean> {
  for (;;) {
    const { created, job } = await jobs.create(firstRow(jobId, place, clock.now()))
    if (created) return true
    if (job.kind !== 'backfill') throw new JobIdTaken(jobId)
    const { attempt, status } = job
    if (!isEnded(status)) return false
    const { changed } = await jobs.change(jobId, { attempt, status: [status] }, again(job, clock.now()))
    if (changed) return true
  }
}

function firstRow(jobId: string, { bucket, prefix }: Place, now: Date): Job {
  const at = now.toISOString()
  return {
    ...{ schemaVersion: JOB_SCHEMA_VERSION, jobId, kind: 'backfill', requestHash: '' },
    ...{ attempt: 1, launch: 1, sendSeq: 1, createdAt: at, s3Bucket: bucket, prefix },
    ...begun(now),
    events: [{ at, status: 'CREATING_TORRENT', attempt: 1 }],
  }
}

function again(job: Job, now: Date) {
  const attempt = job.attempt + 1
  const event = { at: now.toISOString(), status: 'CREATING_TORRENT', attempt, reason: 'asked for again' } as const
  return { set: { ...begun(now), attempt }, remove: ofItsEnd, event }
}

/** Never PENDING, which would have it rung for as what waits for a task. */
const begun = (now: Date) =>
  ({
    status: 'CREATING_TORRENT',
    startedAt: now.toISOString(),
    backfill: nothingBackfilled,
    ...lookAfter('backfill', now),
  }) as const

const ofItsEnd = ['finishedAt', 'ttl', 'endReason', 'errorCode', 'error', 'statusReason', 'lastHeartbeat'] as const
