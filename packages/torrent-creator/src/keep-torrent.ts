import {
  ChronicleError,
  findTorrent,
  followObject,
  handOff,
  jobOfDeleted,
  makeTorrent,
  ObjectEncrypted,
  type ObjectHead,
  type ObjectId,
  publishTorrent,
  type TorrentFacts,
  type TorrentSource,
  torrentRefusal,
  torrentSourceOf,
  withdrawDeleted,
  withdrawTorrent,
} from '@chronicle/core'
import type { Deps } from './deps.ts'
import type { Invocation } from './invocation.ts'
import { recordRefusal, recordTorrent } from './record-torrent.ts'
import { ObjectTooLarge } from './too-large.ts'

/**
 * Sees to it that an object has the torrent of its current version, and none where it is gone, and that its row says so. What an
 * event tells is only that something happened: what is there counts. A repeated event, or that of a recording whose recorder made
 * the torrent, finds it there. An object that can have none gets that noted, and no error is thrown: trying again would not help.
 */
export async function keepTorrent(deps: Deps, id: ObjectId, invocation: Invocation): Promise<void> {
  try {
    await followObject(deps, id, (head) => (head ? describe(deps, id, head, invocation) : withdraw(deps, id)))
  } catch (error) {
    if (!(error instanceof ObjectEncrypted)) throw error
    await withdrawTorrent(deps, id)
    await recordRefusal(deps, id, error)
  }
}

async function withdraw(deps: Deps, id: ObjectId): Promise<void> {
  const isWithdrawn = await withdrawDeleted(deps, id, await jobOfDeleted(deps, id))
  deps.log.info('object is gone', { key: id.key, isWithdrawn })
  if (isWithdrawn) deps.metrics.count('TorrentWithdrawn')
}

async function describe(deps: Deps, id: ObjectId, head: ObjectHead, invocation: Invocation): Promise<void> {
  const source = torrentSourceOf(id, head)
  try {
    const torrent = (await findTorrent(deps.objects, source)) ?? (await makeAndPublish(deps, source, head, invocation))
    if (torrent) await recordTorrent(deps, source, torrent, source.jobId)
  } catch (error) {
    if (error instanceof ObjectTooLarge) {
      deps.log.info('torrent handed to a task', { key: id.key, size: source.size, reason: error.message })
      await handOff(deps, source, error.message)
      return
    }
    if (!(error instanceof ChronicleError) || error.retryable) throw error
    await withdrawTorrent(deps, id) // that of an earlier version, which is no longer what is there
    await recordRefusal(deps, source, error, source.jobId)
  }
}

/** Undefined where the object has a newer version by now, which is looked at next. */
async function makeAndPublish(
  deps: Deps,
  source: TorrentSource,
  head: ObjectHead,
  invocation: Invocation,
): Promise<TorrentFacts | undefined> {
  const refusal = torrentRefusal(source.key, head)
  if (refusal) throw refusal
  const { pieces, clock, config, log, metrics } = deps
  const torrent = makeTorrent(source, await invocation.hash(pieces, source), config, clock.now())
  const publication = await publishTorrent(deps, source, torrent.torrent)
  const about = { key: source.key, size: source.size, infoHash: torrent.infoHash, engine: pieces.engine }
  log.info('torrent made', { ...about, publication })
  if (publication === 'superseded') return undefined
  metrics.count('TorrentCreated')
  return torrent
}
