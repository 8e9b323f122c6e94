import * as z from 'zod/mini'
import { backfillSchema } from './backfill.ts'
import { gapsSchema } from './gaps.ts'
import { seedingSchema } from './seeding.ts'
import { jobStatuses } from './status.ts'

/** Raised when a stored row's shape changes in a way that older code cannot read. */
export const JOB_SCHEMA_VERSION = 1

const timestamp = z.iso.datetime()
const count = z.number().check(z.nonnegative())

/** One transition of a job, as `GET /jobs/{jobId}/events` shows it. */
export const jobEventSchema = z.object({
  at: timestamp,
  status: z.enum(jobStatuses),
  attempt: z.int(),
  reason: z.optional(z.string()),
})
export type JobEvent = z.infer<typeof jobEventSchema>

/** What an attempt that is over came to. Its recording, if it has one, is kept, whatever the next attempt brings. */
export const attemptSchema = z.object({
  attempt: z.int(),
  status: z.enum(['COMPLETED', 'FAILED', 'CANCELLED']),
  startedAt: z.optional(timestamp),
  recordingAt: z.optional(timestamp),
  finishedAt: z.optional(timestamp),
  s3Key: z.optional(z.string()),
  size: z.optional(count),
  durationSeconds: z.optional(count),
  codecs: z.optional(z.array(z.string())),
  partial: z.optional(z.boolean()),
  endReason: z.optional(z.string()),
  gaps: z.optional(gapsSchema),
  torrentFile: z.optional(z.string()),
  infoHash: z.optional(z.string()),
  pieceLength: z.optional(z.int()),
  magnet: z.optional(z.string()),
  torrentError: z.optional(z.string()),
  torrentWithdrawnAt: z.optional(timestamp),
  sourceVersionId: z.optional(z.string()),
  sourceEtag: z.optional(z.string()),
  errorCode: z.optional(z.string()),
  error: z.optional(z.string()),
})
export type Attempt = z.infer<typeof attemptSchema>

/**
 * The row of a job in the table `jobs`: the truth about it. Times are ISO 8601 in UTC, sizes are bytes, `ttl` is epoch
 * seconds as DynamoDB's time to live wants it.
 */
export const jobSchema = z.object({
  schemaVersion: z.int(),
  jobId: z.string(),
  kind: z.enum(['recording', 'torrent', 'backfill']),
  status: z.enum(jobStatuses),
  statusReason: z.optional(z.string()),

  // What was asked for. A request that could not be read has no URL, and its body instead.
  url: z.optional(z.string()),
  filename: z.optional(z.string()),
  maxDurationSeconds: z.optional(z.int()),
  /** Not to be launched before this time. */
  startAt: z.optional(timestamp),
  requestHash: z.string(),
  requestBody: z.optional(z.string()),

  // Which attempt, and which launch of it; see "One recorder per attempt" in docs/adr.
  attempt: z.int(),
  /** What the attempts before this one came to, the first one first. */
  attempts: z.optional(z.array(attemptSchema)),
  launch: z.int(),
  sendSeq: z.int(),
  /** A job that waits is not launched before this time. */
  nextAt: z.optional(timestamp),
  /** How often this launch has been put off in a row. */
  deferrals: z.optional(z.int()),
  /** How often in a row ECS refused it for a reason that may not pass. */
  unclearRefusals: z.optional(z.int()),
  cancelRequested: z.optional(z.boolean()),
  /** The job is being deleted with all that it made; what is left of it is not to be used. */
  purgeRequested: z.optional(z.boolean()),
  taskDefinition: z.optional(z.string()),
  taskArn: z.optional(z.string()),
  runner: z.optional(z.string()),

  // Only while the job is open: its place in the sweep's index, see look.ts.
  open: z.optional(z.literal('yes')),
  lookAt: z.optional(timestamp),

  createdAt: timestamp,
  startedAt: z.optional(timestamp),
  recordingAt: z.optional(timestamp),
  uploadingAt: z.optional(timestamp),
  creatingTorrentAt: z.optional(timestamp),
  finishedAt: z.optional(timestamp),

  lastHeartbeat: z.optional(timestamp),
  mediaSeconds: z.optional(count),
  bytesDownloaded: z.optional(count),
  bytesUploaded: z.optional(count),

  // What came out.
  s3Bucket: z.optional(z.string()),
  s3Key: z.optional(z.string()),
  size: z.optional(count),
  durationSeconds: z.optional(count),
  codecs: z.optional(z.array(z.string())),
  partial: z.optional(z.boolean()),
  endReason: z.optional(z.string()),
  gaps: z.optional(gapsSchema),
  /** The multipart upload that this attempt's recording goes to, while it is open. */
  uploadId: z.optional(z.string()),
  torrentFile: z.optional(z.string()),
  infoHash: z.optional(z.string()),
  pieceLength: z.optional(z.int()),
  magnet: z.optional(z.string()),
  torrentError: z.optional(z.string()),
  /** When its torrent was taken away, because the object was deleted. */
  torrentWithdrawnAt: z.optional(timestamp),
  /** How many bytes of an object a task has hashed for its torrent. */
  hashedBytes: z.optional(count),
  sourceVersionId: z.optional(z.string()),
  sourceEtag: z.optional(z.string()),

  // Of a backfill: below what, which may be empty, for the whole bucket; and how far it is.
  prefix: z.optional(z.string()),
  backfill: z.optional(backfillSchema),

  // Who seeds it, and how that goes; of this attempt, like all that came out.
  seeder: z.optional(z.string()),
  seeding: z.optional(seedingSchema),

  // What went wrong: a stable code, a sentence that says what to do, the last lines of the log.
  errorCode: z.optional(z.string()),
  error: z.optional(z.string()),
  errorDetail: z.optional(z.string()),
  exitCode: z.optional(z.int()),
  /** When the end of this attempt's task was heard of, by which ended jobs are counted once. */
  endHeardAt: z.optional(timestamp),
  /** When its message was found among the dead letters. */
  deadLetteredAt: z.optional(timestamp),

  ttl: z.optional(z.int()),
  events: z.array(jobEventSchema),
})
export type Job = z.infer<typeof jobSchema>
