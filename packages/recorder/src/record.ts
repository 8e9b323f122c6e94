import { every, type Job, publishRecordingTorrent, withoutQuery } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { refusalCause } from './egress/refusal-cause.ts'
import { NothingRecorded, RunnerLost } from './failures.ts'
import { cancelJob, completeJob, failJob } from './job/end-job.ts'
import { beat } from './job/heartbeat.ts'
import type { OwnRow } from './job/own-row.ts'
import { whyStopped } from './job/why-stopped.ts'
import { makeRecording, type Recording } from './make-recording.ts'
import { openSession, type Session } from './session.ts'
import type { StopSwitch } from './stop-switch.ts'

/**
 * Makes the recording of a job and its torrent, and writes into its row what comes of it. Answers the exit code: 0 where there
 * is a recording, or no wish for one any more; 1 where it failed. Throws where not even that could be written.
 */
export async function record(deps: Deps, job: Job, row: OwnRow, stopSwitch: StopSwitch): Promise<0 | 1> {
  deps.log.info('recording', { ...ids(job), url: withoutQuery(job.url ?? '') })
  const session = await openSession(deps, { job, row, stopSwitch })
  const heartbeat = every(deps.config.heartbeatMs, async () => {
    await session.showLife()
    await beat(deps, session.row, session.progress, stopSwitch)
  })
  try {
    const recording = await makeRecording(deps, session)
    const facts = recordingFacts(recording, session)
    await session.row.moveTo('CREATING_TORRENT', { ...facts, creatingTorrentAt: deps.clock.now().toISOString() })
    const torrent = await publishRecordingTorrent(
      deps,
      { ...recording.object, jobId: job.jobId },
      recording.object.pieces,
    )
    await heartbeat.stop()
    const endReason = await whyStopped(deps, row, recording.endReason)
    await completeJob(deps, session, endReason, { ...facts, ...torrent })
    deps.log.info('recorded', { ...ids(job), ...facts, endReason })
    return 0
  } catch (error) {
    await heartbeat.stop()
    return await endWithoutRecording(deps, session, refusalCause(error, session.egress.refusals))
  } finally {
    await session.close()
  }
}

async function endWithoutRecording(deps: Deps, session: Session, error: unknown): Promise<0 | 1> {
  if (error instanceof RunnerLost) {
    deps.log.warn('job is no longer mine', { ...ids(session.job), error })
    return 0
  }
  if (
    error instanceof NothingRecorded &&
    (await whyStopped(deps, session.row, error.endReason)) === 'CANCEL_REQUESTED'
  ) {
    await cancelJob(deps, session)
    return 0
  }
  deps.log.error('recording failed', { ...ids(session.job), error })
  await failJob(deps, session, error)
  return 1
}

function recordingFacts({ object, media }: Recording, { progress }: Session) {
  const { bucket, key, size, etag, versionId } = object
  return {
    s3Bucket: bucket,
    s3Key: key,
    size,
    sourceEtag: etag,
    ...(versionId !== undefined && { sourceVersionId: versionId }),
    codecs: [...media.codecs],
    durationSeconds: media.durationSeconds ?? progress.mediaSeconds,
    mediaSeconds: media.durationSeconds ?? progress.mediaSeconds,
    bytesDownloaded: progress.bytesDownloaded,
    bytesUploaded: size,
  } satisfies Partial<Job>
}

const ids = ({ jobId, attempt, launch, runner }: Job) => ({ jobId, attempt, launch, runner })
