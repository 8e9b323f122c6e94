import { every, followObject, torrentSourceOf, withdrawTorrent } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import type { StopSwitch } from '../stop-switch.ts'
import { describeObject } from './describe-object.ts'

const TELL_MS = 10_000

/**
 * Puts a torrent beside an object of the bucket for somebody who has no job for it: same torrent, and the log tells how far it is.
 * Answers the exit code: 0 where it is there, 1 where there is no such object. Throws why the object can have none.
 */
export async function torrentByHand(deps: Deps, key: string, { signal }: StopSwitch): Promise<0 | 1> {
  const id = { bucket: deps.config.bucket, key }
  let hashedBytes = 0
  let isThere = false
  const onProgress = (bytes: number) => {
    hashedBytes = bytes
  }
  const tell = every(TELL_MS, () => deps.log.info('progress', { key, hashedBytes }))
  try {
    await followObject(deps, id, async (head) => {
      isThere = head !== undefined
      if (head) await describeObject(deps, torrentSourceOf(id, head), head, { signal, onProgress })
      else await withdrawTorrent(deps, id)
    })
  } finally {
    await tell.stop()
  }
  if (!isThere) deps.log.error('there is no such object', id)
  return isThere ? 0 : 1
}
