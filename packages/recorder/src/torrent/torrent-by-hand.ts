import {
  ChronicleError,
  followObject,
  type ObjectHead,
  reasonToPassOver,
  type TorrentFacts,
  torrentKey,
  torrentSourceOf,
  withdrawTorrent,
} from '@chronicle/core'
import type { Deps } from '../deps.ts'
import type { StopSwitch } from '../stop-switch.ts'
import { describeObject } from './describe-object.ts'
import { withHeartbeat } from './with-heartbeat.ts'

/**
 * Puts a torrent beside an object of the bucket for somebody who has no job for it: same torrent, and the log tells how far it is and
 * how it ended, as that of a recording by hand does. Answers the exit code: 0 where the torrent is there, 1 where there is none.
 */
export async function torrentByHand(deps: Deps, key: string, { signal }: StopSwitch): Promise<0 | 1> {
  const id = { bucket: deps.config.bucket, key }
  const progress = { hashedBytes: 0, size: 0 }
  let torrent: TorrentFacts | undefined
  const settle = async (head: ObjectHead | undefined) => {
    torrent = undefined
    if (!head) return void (await withdrawTorrent(deps, id))
    Object.assign(progress, { hashedBytes: 0, size: head.size })
    const onProgress = (hashedBytes: number) => Object.assign(progress, { hashedBytes })
    torrent = await describeObject(deps, torrentSourceOf(id, head), head, { signal, onProgress })
  }
  const tell = () => deps.log.info('progress', { key, ...progress })
  const fail = (errorCode: string, error: string, cause?: unknown) => {
    deps.log.error('FAILED', { ...id, errorCode, error, ...(cause !== undefined && { cause }) })
    return 1 as const
  }

  const reason = reasonToPassOver(key)
  if (reason) return fail('NO_TORRENT_WANTED', `"${key}" gets no torrent: ${reason}`)
  try {
    await withHeartbeat(deps, tell, () => followObject(deps, id, settle))
  } catch (error) {
    if (signal.aborted) return fail('STOPPED', 'it was stopped before the torrent was made; start it again')
    if (!(error instanceof ChronicleError)) return fail('UNFORESEEN', unforeseen(error), error)
    if (!error.retryable) await withdrawTorrent(deps, id) // that of an earlier version, which is no longer what is there
    return fail(error.code, error.message)
  }
  if (!torrent)
    return fail('OBJECT_NOT_FOUND', `there is no object "${key}" in bucket "${id.bucket}"; check the key and S3_BUCKET`)
  const { infoHash, magnet, pieceLength } = torrent
  const facts = { size: progress.size, torrentFile: torrentKey(key), infoHash, magnet, pieceLength }
  deps.log.info('COMPLETED', { ...id, ...facts })
  return 0
}

const unforeseen = (error: unknown) =>
  `${error instanceof Error ? error.message : error}; check endpoint, credentials and their rights, and start it again`
