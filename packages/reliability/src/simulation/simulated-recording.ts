import { createHash } from 'node:crypto'
import {
  type Clock,
  completeUpload,
  type Job,
  type JobStore,
  type Log,
  type ObjectStore,
  publishRecordingTorrent,
  recordingKey,
  recordingMetadata,
  type UploadStore,
} from '@chronicle/core'
import { claimJob } from '@chronicle/recorder/claim-job'
import { cancelJob, completeJob, failJob } from '@chronicle/recorder/end-job'
import { NothingRecorded, RecordingFailed, RunnerLost } from '@chronicle/recorder/failures'
import { beat } from '@chronicle/recorder/heartbeat'
import { outcomeOf } from '@chronicle/recorder/limits'
import { createOwnRow } from '@chronicle/recorder/own-row'
import { noProgress } from '@chronicle/recorder/progress'
import type { EndReason, StopSwitch } from '@chronicle/recorder/stop-switch'
import { createToolLog } from '@chronicle/recorder/tool-log'
import { whyStopped } from '@chronicle/recorder/why-stopped'
import { settings } from './settings.ts'
import type { Task } from './simulated-ecs.ts'

/** What a recorder is let do next: a heartbeat, its next step, or to find that its stream is broken. */
export type RecorderMove = 'beat' | 'go on' | 'stream breaks'

export type RecorderDeps = {
  readonly jobs: JobStore
  readonly uploads: UploadStore
  readonly objects: ObjectStore
  readonly clock: Clock
  readonly log: Log
  readonly witness: Witness
}

/** What a test wants to know of a recorder, as it happens. */
export type Witness = {
  /** It was let through the fence. */
  passedFence(job: Job): void
  /** Something of its recording is in S3. */
  uploaded(job: Job, s3Key: string): void
  /** It was answered that its job has its recording. */
  completed(job: Job, s3Key: string): void
}

type Session = {
  readonly job: Job
  readonly row: ReturnType<typeof createOwnRow>
  readonly progress: ReturnType<typeof noProgress>
  readonly stopSwitch: StopSwitch
}

/** It waits for a move before each of its steps, and ends with its exit code. */
type Steps<Result> = AsyncGenerator<undefined, Result, RecorderMove>

/** What is recorded: less than a part, so that its one piece is all of it. */
const BYTES = Buffer.from('a recording')
const SHA1 = createHash('sha1').update(BYTES).digest()

/**
 * What `recordJob` does, without a stream: whatever is written into the row is written by the recorder's own code, in the order
 * of `record.ts` and `make-recording.ts`.
 */
export async function* record(deps: RecorderDeps, { launch, taskArn }: Task, stopSwitch: StopSwitch): Steps<0 | 1> {
  const mine = { ...deps, config: settings, assignment: { ...launch, runner: taskArn } }
  const job = await claimJob(mine)
  if (!job) return 0
  deps.witness.passedFence(job)
  const row = createOwnRow(mine, [])
  const session = { job, row, progress: noProgress(), stopSwitch, toolLog: createToolLog() }
  try {
    const { endReason, ...facts } = yield* makeRecording(deps, session)
    await row.moveTo('CREATING_TORRENT', { ...facts, creatingTorrentAt: deps.clock.now().toISOString() })
    yield* untilItGoesOn(deps, session)
    const { s3Key: key, size, sourceEtag: etag } = facts
    const object = { bucket: settings.bucket, key, size, etag, jobId: job.jobId }
    const torrent = await publishRecordingTorrent(mine, object, () => SHA1)
    await completeJob(mine, session, await whyStopped(deps, row, endReason), { ...facts, ...torrent })
    deps.witness.completed(job, facts.s3Key)
    return 0
  } catch (error) {
    if (error instanceof RunnerLost) return 0
    const { endReason = undefined } = error instanceof NothingRecorded ? error : {}
    if (endReason && (await whyStopped(deps, row, endReason)) === 'CANCEL_REQUESTED') {
      await cancelJob(mine, session)
      return 0
    }
    await failJob(mine, session, error)
    return 1
  }
}

async function* makeRecording(deps: RecorderDeps, session: Session) {
  const { job, row, progress, stopSwitch } = session
  const now = () => deps.clock.now().toISOString()
  const whyEnded = (): EndReason => stopSwitch.reason ?? 'ENDED'
  const place = { bucket: settings.bucket, key: recordingKey(job) }
  yield* untilItGoesOn(deps, session, 'the stream is not live')
  if (stopSwitch.reason) throw new NothingRecorded(stopSwitch.reason)
  await row.moveTo('RECORDING', { recordingAt: now(), s3Bucket: place.bucket, s3Key: place.key })
  yield* untilItGoesOn(deps, session)

  const about = { contentType: 'video/x-matroska', metadata: recordingMetadata(job) }
  const upload = await deps.uploads.begin(place, about)
  Object.assign(progress, { uploadId: upload.uploadId, s3Key: upload.key })
  await beat(deps, row, progress, stopSwitch)
  const part = await deps.uploads.uploadPart(upload, 1, BYTES, SHA1)
  deps.witness.uploaded(job, place.key)
  yield* untilItGoesOn(deps, session)

  const endReason = whyEnded()
  if (endReason === 'RUNNER_LOST') throw new RunnerLost('taken over')
  const outcome = outcomeOf(endReason, job, settings.maxDurationSeconds)
  await row.moveTo('UPLOADING', { ...outcome, uploadingAt: now() })
  yield* untilItGoesOn(deps, session)

  const { etag } = await completeUpload(deps, upload, [part], { size: BYTES.length, metadata: about.metadata })
  yield* untilItGoesOn(deps, session)
  return { endReason, s3Bucket: place.bucket, s3Key: place.key, size: BYTES.length, sourceEtag: etag }
}

/** Beats until it is let go on, or is stopped. Throws where the stream breaks before there is anything of it to keep. */
async function* untilItGoesOn(deps: RecorderDeps, session: Session, breaks?: string): Steps<void> {
  const { row, progress, stopSwitch } = session
  while (!stopSwitch.reason) {
    const move = yield
    if (move === 'stream breaks' && breaks !== undefined) throw new RecordingFailed('NOT_LIVE', breaks)
    if (move !== 'beat') return
    await beat(deps, row, progress, stopSwitch)
  }
}
