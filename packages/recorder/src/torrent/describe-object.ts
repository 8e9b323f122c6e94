import {
  findTorrent,
  makeTorrent,
  type ObjectHead,
  publishTorrent,
  type TorrentFacts,
  type TorrentSource,
  torrentRefusal,
} from '@chronicle/core'
import type { Deps } from '../deps.ts'

/**
 * Puts the torrent of this version beside its object, if it is not there: as the function does, but with all the time that it takes.
 * Undefined where the object is another by now. Throws what torrentRefusal and the piece source throw.
 */
export async function describeObject(
  { objects, pieces, clock, config, log }: Pick<Deps, 'objects' | 'pieces' | 'clock' | 'config' | 'log'>,
  source: TorrentSource,
  head: ObjectHead,
  { signal, onProgress }: { readonly signal: AbortSignal; readonly onProgress: (bytes: number) => void },
): Promise<TorrentFacts | undefined> {
  const there = await findTorrent(objects, source)
  if (there) return there
  const refusal = torrentRefusal(source.key, head)
  if (refusal) throw refusal
  const torrent = makeTorrent(source, await pieces.hash(source, signal, onProgress), config, clock.now())
  const publication = await publishTorrent({ objects }, source, torrent.torrent)
  const { key, size } = source
  log.info('torrent made', { key, size, infoHash: torrent.infoHash, engine: pieces.engine, publication })
  return publication === 'superseded' ? undefined : torrent
}
