import { type ChronicleError, noteInJob, type TorrentFacts, type TorrentSource, torrentKey } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { type ObjectFacts, writeObjectRow } from './write-object-row.ts'

/**
 * Notes a torrent in the row it belongs to. A recording says by its metadata which job made it: that row gets what it lacks,
 * and loses the error of a torrent that had failed. Any other object has a row of its own, a copy of a recording too, which
 * has that metadata as well.
 */
export async function recordTorrent(
  deps: Deps,
  source: TorrentSource,
  { infoHash, magnet, pieceLength }: TorrentFacts,
  jobId: string | undefined,
): Promise<void> {
  const torrent = { torrentFile: torrentKey(source.key), infoHash, magnet, pieceLength }
  if (await noteInJob(deps, source, jobId, torrent)) return
  await writeObjectRow(deps, source, { status: 'COMPLETED', ...torrent })
}

/** Notes there why an object has no torrent and, as it is, will have none. */
export async function recordRefusal(
  deps: Deps,
  source: ObjectFacts,
  { code, message }: ChronicleError,
  jobId?: string,
): Promise<void> {
  deps.log.warn('object gets no torrent', { key: source.key, code, reason: message })
  if (await noteInJob(deps, source, jobId, { torrentError: message })) return
  await writeObjectRow(deps, source, { status: 'FAILED', errorCode: code, error: message })
}
