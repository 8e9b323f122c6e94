import {
  JOB_SCHEMA_VERSION,
  type Job,
  type JobEvent,
  type ObjectId,
  type TorrentSource,
  torrentId,
  ttlAt,
} from '@chronicle/core'
import type { Deps } from './deps.ts'

/** What a row says of one version, and must not say of the next. */
const outcomeAttributes = ['errorCode', 'error', 'torrentFile', 'infoHash', 'magnet', 'pieceLength'] as const
const sourceAttributes = ['size', 'sourceEtag', 'sourceVersionId'] as const
/** What a task that was to make it, or its withdrawal, has left there. */
const leftOver = ['attempts', 'hashedBytes', 'nextAt', 'statusReason', 'torrentWithdrawnAt'] as const

/** Of an object that nobody may look at, no more is known than that it is there. */
export type ObjectFacts = ObjectId & Partial<TorrentSource>

type Outcome = Partial<Pick<Job, (typeof outcomeAttributes)[number]>> & Pick<Job, 'status'>

/** Writes the row of an object that no job recorded, or brings it up to date; what it knows already changes nothing. */
export async function writeObjectRow(
  { jobs, clock, config }: Pick<Deps, 'jobs' | 'clock' | 'config'>,
  source: ObjectFacts,
  outcome: Outcome,
): Promise<void> {
  const now = clock.now()
  const at = now.toISOString()
  const reason = outcome.error === undefined ? {} : { reason: outcome.error }
  const event: JobEvent = { at, status: outcome.status, attempt: 1, ...reason }
  const about = {
    ...outcome,
    s3Bucket: source.bucket,
    s3Key: source.key,
    ...(source.size !== undefined && { size: source.size }),
    ...(source.etag !== undefined && { sourceEtag: source.etag }),
    ...(source.versionId !== undefined && { sourceVersionId: source.versionId }),
    finishedAt: at,
    ttl: ttlAt(now, config.ttlDays),
  }
  const { created, job } = await jobs.create({ ...about, ...identity(source), createdAt: at, events: [event] })
  if (created || knows(job, source, outcome)) return
  const stale = [...outcomeAttributes, ...sourceAttributes, ...leftOver].filter((attribute) => !(attribute in about))
  await jobs.change(job.jobId, {}, { set: about, remove: stale, event })
}

const identity = (source: ObjectId) =>
  ({
    schemaVersion: JOB_SCHEMA_VERSION,
    jobId: torrentId(source),
    kind: 'torrent',
    requestHash: '',
    attempt: 1,
    launch: 1,
    sendSeq: 1,
  }) as const

const knows = (row: Job, { etag, versionId }: ObjectFacts, { status }: Outcome) =>
  row.sourceEtag === etag && row.sourceVersionId === versionId && row.status === status
