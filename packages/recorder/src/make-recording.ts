import { open } from 'node:fs/promises'
import { every, type Upload } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { NothingRecorded, RecordingFailed, RunnerLost } from './failures.ts'
import { beat } from './job/heartbeat.ts'
import { createLimits, outcomeOf } from './job/limits.ts'
import { type ProbedFile, probeFile } from './media/probe-file.ts'
import { recordStream } from './media/record-stream.ts'
import { resolveStream } from './media/resolve-stream.ts'
import type { ResolvedStream } from './media/stream.ts'
import type { Session } from './session.ts'
import type { EndReason } from './stop-switch.ts'
import { chooseDestinations } from './upload/choose-destinations.ts'
import { createGrowingFile } from './upload/growing-file.ts'
import type { UploadedObject } from './upload/part-uploader.ts'
import { createRecordingUpload } from './upload/recording-upload.ts'

export type Recording = { readonly endReason: EndReason; readonly media: ProbedFile; readonly object: UploadedObject }

/** How often the growing file is looked at. */
const LOOK_MS = 500

/**
 * Records the job's stream and brings it to S3, the most of it while it is recorded. Throws NothingRecorded, RecordingFailed,
 * or RunnerLost; what is in S3 then stays an open upload, unless there is nothing in it worth keeping.
 */
export async function makeRecording(deps: Deps, session: Session): Promise<Recording> {
  const { job, row, progress, stopSwitch } = session
  const stream = await findStream(session)
  const destinations = await chooseDestinations(deps.uploads, job, deps.config.bucket)
  await using handle = await open(session.file, 'w+')
  const { toolUser } = deps
  if (toolUser) await handle.chown(toolUser.uid, toolUser.gid) // the muxer writes it
  const file = createGrowingFile(handle)
  let told = Promise.resolve()
  const onBegun = ({ uploadId, key }: Upload) => {
    Object.assign(progress, { uploadId, s3Key: key })
    told = beat(deps, row, progress, stopSwitch)
  }
  const upload = createRecordingUpload({ ...deps, onBegun }, destinations, file, progress)
  const uploading = every(LOOK_MS, upload.uploadFullParts)

  let endReason: EndReason
  let noted = Promise.resolve()
  try {
    endReason = await recordStream(deps, stream, {
      ...session,
      limitReached: createLimits(deps.clock, durationLimit(deps, session)),
      onFirstMedia: () => {
        const { bucket, key } = destinations.wanted
        const recordingAt = deps.clock.now().toISOString()
        noted = row
          .moveTo('RECORDING', { recordingAt, s3Bucket: bucket, s3Key: key })
          .catch(() => stopSwitch.stop('RUNNER_LOST'))
      },
    })
  } finally {
    await uploading.stop()
  }
  await Promise.all([noted, told])
  if (stopSwitch.reason === 'RUNNER_LOST')
    throw new RunnerLost(`job "${job.jobId}" was taken over while it was recorded`)

  const media = await probeFile(session.file, session.tools.offline)
  if (media.codecs.length === 0) {
    await upload.abort()
    throw new NothingRecorded(endReason)
  }
  // Should this recorder die from here on, the row has what nobody else could know.
  const outcome = outcomeOf(endReason, job, deps.config.maxDurationSeconds, progress.gaps)
  await row.moveTo('UPLOADING', { ...outcome, codecs: [...media.codecs], uploadingAt: deps.clock.now().toISOString() })
  return { endReason, media, object: await upload.finish() }
}

async function findStream({ job, tools, toolLog, stopSwitch }: Session): Promise<ResolvedStream> {
  if (job.url === undefined) throw new RecordingFailed('NO_URL', 'the job has no URL to record; submit one that has')
  const stream = await resolveStream(job.url, { tools, toolLog, signal: stopSwitch.signal })
  if (!stream) throw new NothingRecorded(stopSwitch.reason ?? 'STOPPED')
  return stream
}

const durationLimit = ({ config }: Deps, { job }: Session) =>
  Math.min(job.maxDurationSeconds ?? Number.POSITIVE_INFINITY, config.maxDurationSeconds)
