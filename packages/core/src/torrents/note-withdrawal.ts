import { jobOfKey } from '../domain/recording-key.ts'
import { jobStatuses } from '../domain/status.ts'
import { ttlAt } from '../domain/ttl.ts'
import type { Clock } from '../ports/clock.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { ObjectId } from '../ports/object-store.ts'
import { torrentId } from './torrent-id.ts'

const ofTorrent = ['torrentFile', 'infoHash', 'magnet', 'pieceLength', 'torrentError', 'hashedBytes'] as const
const ofObject = ['size', 'sourceEtag', 'sourceVersionId', 'errorCode', 'error', 'nextAt'] as const
const REASON = 'the object was deleted'

/**
 * Notes that an object is gone, and its torrent with it: in its own row, where it has one, which ends CANCELLED, so that a task that
 * is still at it loses it; and in that of the job which recorded it. A row that knows changes nothing.
 */
export async function noteWithdrawal(
  { jobs, clock, config }: { jobs: JobStore; clock: Clock; config: { readonly ttlDays: number } },
  id: ObjectId,
): Promise<void> {
  const now = clock.now()
  const at = now.toISOString()
  const withdrawn = { torrentWithdrawnAt: at }
  const own = await jobs.get(torrentId(id))
  if (own && own.torrentWithdrawnAt === undefined) {
    const ended = {
      status: 'CANCELLED',
      statusReason: REASON,
      finishedAt: at,
      ttl: ttlAt(now, config.ttlDays),
    } as const
    const event = { at, status: ended.status, attempt: own.attempt, reason: REASON }
    await jobs.change(
      own.jobId,
      { absent: ['torrentWithdrawnAt'] },
      { set: { ...ended, ...withdrawn }, remove: [...ofTorrent, ...ofObject], event },
    )
  }
  const jobId = jobOfKey(id.key)
  const job = jobId === undefined ? undefined : await jobs.get(jobId)
  if (job?.s3Bucket !== id.bucket || job.s3Key !== id.key) return
  const { attempt, status } = job
  const event = { at, status, attempt, reason: `${REASON}, and its torrent withdrawn` }
  const guard = {
    attempt,
    status: jobStatuses.filter((other) => other === 'COMPLETED'),
    absent: ['torrentWithdrawnAt'] as const,
  }
  await jobs.change(job.jobId, guard, { set: withdrawn, remove: ofTorrent, event })
}
