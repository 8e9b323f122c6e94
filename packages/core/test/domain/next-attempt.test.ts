import { describe, expect, it } from '@jest/globals'
import { attemptOf, type Job, jobSchema, nextAttempt } from '../../src/index.ts'
import { buildJob, createFakeJobStore } from '../../testing/index.ts'

const now = new Date('2026-03-04T08:00:00.000Z')
const at = '2026-03-04T07:00:00.000Z'

/** An ended job with every attribute that the row of a recording can have. */
const ended: Required<Omit<Job, 'requestBody' | 'purgeRequested' | 'open' | 'lookAt' | 'prefix' | 'backfill'>> = {
  ...buildJob({ status: 'COMPLETED', filename: 'clip', maxDurationSeconds: 60, startAt: at }),
  ...{ url: 'https://example.com/live', filename: 'clip', maxDurationSeconds: 60, startAt: at },
  ...{ attempt: 2, launch: 3, sendSeq: 4, attempts: [{ attempt: 1, status: 'FAILED', errorCode: 'RECORDER_KILLED' }] },
  ...{ statusReason: 'waiting', nextAt: at, deferrals: 1, unclearRefusals: 1, cancelRequested: true },
  ...{ taskDefinition: 'arn:def:1', torrentWithdrawnAt: at, hashedBytes: 6 },
  ...{ taskArn: 'arn:task', runner: 'arn:task', startedAt: at, recordingAt: at, uploadingAt: at },
  ...{ creatingTorrentAt: at, finishedAt: at, lastHeartbeat: at, mediaSeconds: 1, bytesDownloaded: 2 },
  ...{ bytesUploaded: 3, s3Bucket: 'bucket', s3Key: 'recordings/a.mkv', size: 4, durationSeconds: 5 },
  ...{ gaps: { count: 1, seconds: 2, longest: [{ atSeconds: 1, seconds: 2 }] } },
  ...{ codecs: ['h264'], partial: true, endReason: 'STALLED', uploadId: 'u', torrentFile: 'recordings/a.mkv.torrent' },
  ...{ infoHash: 'aa', pieceLength: 262_144, magnet: 'magnet:?', torrentError: 'no', sourceVersionId: 'v' },
  ...{
    endHeardAt: at,
    sourceEtag: '"e"',
    seeder: 'arn:seeder',
    seeding: { state: 'ENDED', since: at },
    errorCode: 'X',
    error: 'x',
  },
  ...{ errorDetail: 'log', exitCode: 1, deadLetteredAt: at, ttl: 1_800_000_000, status: 'COMPLETED' },
}

async function afterNext(job: Job) {
  const jobs = createFakeJobStore(job)
  await jobs.change(job.jobId, { attempt: job.attempt }, nextAttempt(job, attemptOf(job), now, 'retried'))
  return jobs.rows.get(job.jobId)
}

describe('nextAttempt', () => {
  it('leaves of an ended row what was asked for, and begins as a new job does', async () => {
    const job = await afterNext(ended)
    expect(jobSchema.parse(job)).toEqual(job)
    const { events, attempts, ...rest } = job ?? {}
    expect(rest).toEqual({
      ...{ schemaVersion: 1, jobId: 'job-1', kind: 'recording', status: 'PENDING', requestHash: ended.requestHash },
      ...{ url: ended.url, filename: 'clip', maxDurationSeconds: 60, startAt: at, createdAt: ended.createdAt },
      ...{ attempt: 3, launch: 1, sendSeq: 5, s3Bucket: 'bucket', open: 'yes', lookAt: '2026-03-04T08:02:00.000Z' },
    })
    expect(events?.at(-1)).toEqual({ at: now.toISOString(), status: 'PENDING', attempt: 3, reason: 'retried' })
  })

  it('keeps what every attempt came to', async () => {
    const { attempts } = (await afterNext(ended)) ?? {}
    expect(attempts).toEqual([
      { attempt: 1, status: 'FAILED', errorCode: 'RECORDER_KILLED' },
      expect.objectContaining({
        attempt: 2,
        status: 'COMPLETED',
        s3Key: 'recordings/a.mkv',
        partial: true,
        gaps: ended.gaps,
        infoHash: 'aa',
      }),
    ])
    expect(attempts?.[1]).not.toHaveProperty('uploadId')
  })

  it('keeps the key that was asked for while nothing has been recorded to it', async () => {
    const { recordingAt: _, ...unrecorded } = ended
    await expect(afterNext(unrecorded)).resolves.toHaveProperty('s3Key', 'recordings/a.mkv')
  })

  it('is not for an open job', () => {
    expect(() => attemptOf(buildJob({ status: 'RECORDING' }))).toThrow()
  })
})
