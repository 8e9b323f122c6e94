import type { Change } from '../ports/job-store.ts'
import { firstWait } from './first-wait.ts'
import { type Attempt, attemptSchema, type Job } from './job.ts'

/** What belongs to one attempt and not to the job: gone from the row when the next one begins. */
const ofOneAttempt = [
  ...(['statusReason', 'nextAt', 'deferrals', 'unclearRefusals', 'cancelRequested'] as const),
  ...(['taskDefinition', 'taskArn', 'runner'] as const),
  ...(['startedAt', 'recordingAt', 'uploadingAt', 'creatingTorrentAt', 'finishedAt', 'ttl'] as const),
  ...(['lastHeartbeat', 'mediaSeconds', 'bytesDownloaded', 'bytesUploaded', 'uploadId'] as const),
  ...(['size', 'durationSeconds', 'codecs', 'partial', 'endReason', 'gaps', 'torrentFile', 'infoHash'] as const),
  ...(['torrentWithdrawnAt', 'hashedBytes'] as const),
  ...(['pieceLength', 'magnet', 'torrentError', 'sourceVersionId', 'sourceEtag', 'seeder', 'seeding'] as const),
  ...(['errorCode', 'error', 'errorDetail', 'exitCode', 'endHeardAt', 'deadLetteredAt'] as const),
] satisfies readonly (keyof Job)[]

/**
 * The change by which a job's next attempt begins: waiting for its bell, or for the time that the
 * job is to start at, while `ended`, what the attempt before came to, stays
 * in `attempts`. To be guarded by the attempt that was read, so that of two who begin it one does.
 */
export function nextAttempt(job: Job, ended: Omit<Attempt, 'attempt'>, now: Date, reason: string): Change {
  const attempt = job.attempt + 1
  // A key that nothing was recorded to is the one that the caller asked for, and still wants.
  const key = job.recordingAt === undefined ? [] : (['s3Key'] as const)
  const wait = firstWait(job.startAt, now)
  return {
    set: {
      attempt,
      attempts: [...(job.attempts ?? []), { ...ended, attempt: job.attempt }],
      launch: 1,
      sendSeq: job.sendSeq + 1,
      status: 'PENDING',
      ...wait,
    },
    remove: [...ofOneAttempt, ...key].filter((attribute) => !(attribute in wait)),
    event: { at: now.toISOString(), status: 'PENDING', attempt, reason },
  }
}

/**
 * What the attempt of an ended job came to. Where the row shows an earlier attempt's recording, this one brought nothing, and
 * says why as the row does. Throws where the job is open.
 */
export function attemptOf(job: Job): Attempt {
  const { attempts = [], s3Key, statusReason } = job
  const own = attemptSchema.parse(job)
  if (!attempts.some((earlier) => earlier.size !== undefined && earlier.s3Key === s3Key)) return own
  const { attempt, startedAt, finishedAt } = own
  return { attempt, status: 'FAILED', startedAt, finishedAt, error: statusReason }
}
