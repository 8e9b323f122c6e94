import type { Attempt, Job } from '../domain/job.ts'
import { ttlAt } from '../domain/ttl.ts'
import type { Clock } from '../ports/clock.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { ObjectId } from '../ports/object-store.ts'
import { torrentId } from './torrent-id.ts'

const ofTorrent = ['torrentFile', 'infoHash', 'magnet', 'pieceLength', 'torrentError'] as const
const ofObject = ['size', 'sourceEtag', 'sourceVersionId', 'errorCode', 'error', 'hashedBytes', 'nextAt'] as const
const REASON = 'the object was deleted'

type Deps = { readonly jobs: JobStore; readonly clock: Clock }

/**
 * Notes in the row of an object's own, where it has one, that it is gone and its torrent with it: the row ends CANCELLED, so that a
 * task that is still at it loses it. A row that knows changes nothing.
 */
export async function noteInOwnRow(
  { jobs, clock, config }: Deps & { readonly config: { readonly ttlDays: number } },
  id: ObjectId,
): Promise<void> {
  const own = await jobs.get(torrentId(id))
  if (!own || own.torrentWithdrawnAt !== undefined) return
  const now = clock.now()
  const at = now.toISOString()
  const ended = { status: 'CANCELLED', statusReason: REASON, finishedAt: at, ttl: ttlAt(now, config.ttlDays) } as const
  const event = { at, status: ended.status, attempt: own.attempt, reason: REASON }
  await jobs.change(
    own.jobId,
    { absent: ['torrentWithdrawnAt'] },
    { set: { ...ended, torrentWithdrawnAt: at }, remove: [...ofTorrent, ...ofObject], event },
  )
}

/**
 * Notes it in the row of the job that recorded the object: in the row itself, with the earlier attempt whose recording it is, or in
 * both, where the row shows that attempt's. A job that did not record it changes nothing.
 */
export async function noteInRecordersRow(
  { jobs, clock }: Deps,
  id: ObjectId,
  jobId: string | undefined,
): Promise<void> {
  // A job that moves on meanwhile is read again. It does so a few times, and no more.
  for (;;) {
    const job = jobId === undefined ? undefined : await jobs.get(jobId)
    if (job?.s3Bucket !== id.bucket) return
    const torrentWithdrawnAt = clock.now().toISOString()
    const { attempt, status, attempts = [] } = job
    const inRow = status === 'COMPLETED' && isToldBy(job, id)
    const inAttempts = attempts.some((earlier) => isToldBy(earlier, id))
    if (!inRow && !inAttempts) return
    const told = attempts.map((earlier) =>
      isToldBy(earlier, id) ? { ...without(earlier), torrentWithdrawnAt } : earlier,
    )
    const { changed } = await jobs.change(
      job.jobId,
      { attempt, status: [status], ...(inAttempts && { attempts }) },
      {
        set: { ...(inRow && { torrentWithdrawnAt }), ...(inAttempts && { attempts: told }) },
        remove: ofTorrent.filter(() => inRow),
        event: { at: torrentWithdrawnAt, status, attempt, reason: `${REASON}, and its torrent withdrawn` },
      },
    )
    if (changed) return
  }
}

/** It has this recording, and does not say yet that its torrent was withdrawn. */
const isToldBy = ({ s3Key, torrentWithdrawnAt }: Job | Attempt, { key }: ObjectId) =>
  s3Key === key && torrentWithdrawnAt === undefined

function without(attempt: Attempt): Attempt {
  const { torrentFile: _, infoHash: __, magnet: ___, pieceLength: ____, torrentError: _____, ...facts } = attempt
  return facts
}
