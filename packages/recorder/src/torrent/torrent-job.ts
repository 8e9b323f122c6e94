import {
  ChronicleError,
  followObject,
  handOff,
  isSameVersion,
  type Job,
  jobBeside,
  noteInJob,
  ObjectChanged,
  type ObjectHead,
  type ObjectId,
  torrentKey,
  torrentSourceOf,
  ttlAt,
  withdrawDeleted,
  withdrawTorrent,
} from '@chronicle/core'
import type { JobDeps } from '../deps.ts'
import { RunnerLost } from '../failures.ts'
import { beat } from '../job/heartbeat.ts'
import type { OwnRow } from '../job/own-row.ts'
import type { StopSwitch } from '../stop-switch.ts'
import { describeObject } from './describe-object.ts'
import { withHeartbeat } from './with-heartbeat.ts'

/**
 * Makes the torrent of an object that no invocation has the time for, and tells how far it is. Answers the exit code: 0 where the
 * torrent is there, can never be, or is no longer wanted; 1 where another attempt may do better: the row stays open for it.
 */
export async function torrentJob(deps: JobDeps, job: Job, row: OwnRow, stopSwitch: StopSwitch): Promise<0 | 1> {
  const { clock, log, config } = deps
  const { jobId, attempt, s3Bucket: bucket = config.bucket, s3Key: key = '' } = job
  const id: ObjectId = { bucket, key }
  const progress = { hashedBytes: 0 }
  let isEnded = false
  const end = async (...outcome: Parameters<OwnRow['end']>) => {
    const [status, attributes, reason] = outcome
    const now = clock.now()
    await row.end(status, { ...attributes, finishedAt: now.toISOString(), ttl: ttlAt(now, config.ttlDays) }, reason)
    isEnded = true
  }
  const settle = async (head: ObjectHead | undefined) => {
    if (isEnded && head)
      await handOff(deps, torrentSourceOf(id, head), 'the object was replaced while its torrent was made')
    else if (head) await describe(head)
    else {
      // Where the torrent is gone as well, the event of the object's deletion has the function find the job.
      await withdrawDeleted(deps, id, await jobBeside(deps, id))
      isEnded = true
    }
  }
  const describe = async (head: ObjectHead) => {
    const source = torrentSourceOf(id, head)
    const about = { size: source.size, sourceEtag: source.etag, sourceVersionId: source.versionId }
    progress.hashedBytes = 0
    await row.note(about)
    try {
      const torrent = await describeObject(deps, source, head, {
        signal: stopSwitch.signal,
        onProgress: (bytes) => {
          progress.hashedBytes = bytes
        },
      })
      if (!torrent || !isSameVersion(head, await deps.objects.head(id))) return // what is there now is looked at next
      const { infoHash, magnet, pieceLength } = torrent
      const facts = { torrentFile: torrentKey(key), infoHash, magnet, pieceLength }
      await noteInJob(deps, id, source.jobId, facts)
      await end('COMPLETED', { ...facts, ...about, hashedBytes: source.size })
    } catch (error) {
      if (error instanceof ObjectChanged) return
      if (!(error instanceof ChronicleError) || error.retryable) throw error
      await withdrawTorrent(deps, id)
      await noteInJob(deps, id, source.jobId, { torrentError: error.message })
      await end('FAILED', { errorCode: error.code, error: error.message }, error.message)
    }
  }

  log.info('making a torrent', { jobId, attempt, key })
  await row.moveTo('CREATING_TORRENT', { creatingTorrentAt: clock.now().toISOString() })
  const tell = () => (isEnded ? undefined : beat(deps, row, progress, stopSwitch))
  try {
    await withHeartbeat(deps, tell, () => followObject(deps, id, settle))
    if (!isEnded) throw new ObjectChanged(key)
    return 0
  } catch (error) {
    if (stopSwitch.reason === 'CANCEL_REQUESTED' && !isEnded) {
      await end('CANCELLED', { endReason: 'CANCEL_REQUESTED' }, 'CANCEL_REQUESTED')
      return 0
    }
    if (error instanceof RunnerLost || stopSwitch.reason === 'RUNNER_LOST') {
      log.warn('torrent is no longer mine', { jobId, attempt, error })
      return 0
    }
    log.error('torrent not made', { jobId, attempt, key, reason: stopSwitch.reason, error })
    return 1
  }
}
