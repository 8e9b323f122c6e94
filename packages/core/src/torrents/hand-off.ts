import { JOB_SCHEMA_VERSION, type Job } from '../domain/job.ts'
import { lookFrom } from '../domain/look.ts'
import { nextAttempt } from '../domain/next-attempt.ts'
import { isEnded } from '../domain/status.ts'
import type { Clock } from '../ports/clock.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { TorrentSource } from './publish-torrent.ts'
import { torrentId } from './torrent-id.ts'

/**
 * Hands the torrent of an object to a task, which has all the time that it needs: its row is PENDING and due, so that the next sweep
 * rings for it and the dispatcher launches it, as it does for a recording. One that is in the hands of a task already is left
 * to that, which looks again when it is done. See ADR 0025. Answers the row.
 */
export async function handOff(
  { jobs, clock }: { readonly jobs: JobStore; readonly clock: Clock },
  source: TorrentSource,
  reason: string,
): Promise<Job> {
  const jobId = torrentId(source)
  for (;;) {
    const job = await jobs.get(jobId)
    if (!job) {
      const { created, job: first } = await jobs.create(firstRow(jobId, source, clock.now(), reason))
      if (created) return first
      continue
    }
    if (!isEnded(job.status)) return job
    const { attempt, status } = job
    const outcome = await jobs.change(jobId, { attempt, status: [status] }, again(job, source, clock.now(), reason))
    if (outcome.changed) return outcome.job
  }
}

function firstRow(jobId: string, source: TorrentSource, now: Date, reason: string): Job {
  const at = now.toISOString()
  return {
    schemaVersion: JOB_SCHEMA_VERSION,
    jobId,
    kind: 'torrent',
    requestHash: '',
    attempt: 1,
    launch: 1,
    sendSeq: 1,
    status: 'PENDING',
    createdAt: at,
    ...about(source),
    ...lookFrom(now),
    events: [{ at, status: 'PENDING', attempt: 1, reason }],
  }
}

/** What attempts at an earlier version came to says nothing of this one, and must not be counted against it. */
function again(job: Job, source: TorrentSource, now: Date, reason: string) {
  const { set, remove = [], event } = nextAttempt(job, { status: 'FAILED' }, now, reason)
  const { attempts: _, ...begun } = { ...set, ...about(source), ...lookFrom(now) }
  return {
    set: begun,
    remove: [...remove.filter((attribute) => !(attribute in begun)), 'attempts'] as const,
    ...(event && { event }),
  }
}

const about = ({ bucket, key, size, etag, versionId }: TorrentSource) => ({
  s3Bucket: bucket,
  s3Key: key,
  size,
  sourceEtag: etag,
  ...(versionId !== undefined && { sourceVersionId: versionId }),
})
