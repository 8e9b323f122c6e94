import type { PieceSource, TorrentSource } from '@chronicle/core'
import type { Context } from 'aws-lambda'
import { ObjectTooLarge } from './too-large.ts'

/** Time to kill a child and to remove its files, and to hand the object to a task, before Lambda ends this process. */
const MARGIN_MS = 3000
/** How long an object is hashed before its pace says anything. */
const WARM_UP_MS = 3000

/** The one invocation that an object is hashed in, as far as its time goes. */
export type Invocation = {
  /** The object's piece hashes. Throws ObjectTooLarge as soon as it shows that there is no time for them. */
  hash(pieces: PieceSource, source: TorrentSource): Promise<Uint8Array>
}

/**
 * An invocation hashes what it has time for. What it has no time for shows by its pace, a few seconds after it began; at the latest,
 * shortly before Lambda would end it. Objects above `mostBytes` it does not begin with.
 */
export function createInvocation(
  { getRemainingTimeInMillis }: Pick<Context, 'getRemainingTimeInMillis'>,
  mostBytes: number | undefined,
): Invocation {
  const remaining = () => Math.max(getRemainingTimeInMillis() - MARGIN_MS, 0)
  return {
    async hash(pieces, source) {
      const { size, key } = source
      if (mostBytes !== undefined && size > mostBytes)
        throw new ObjectTooLarge(`object "${key}" has ${size} bytes, and an invocation hashes at most ${mostBytes}`)
      const over = new AbortController()
      const began = remaining()
      const giveUp = (bytes: number) => {
        const seconds = (began / 1000).toFixed(0)
        over.abort(
          new ObjectTooLarge(
            `object "${key}" has ${size} bytes, which the ${seconds} s of an invocation are not enough for (${bytes} were hashed)`,
          ),
        )
      }
      let hashed = 0
      const timer = setTimeout(() => giveUp(hashed), began).unref()
      try {
        return await pieces.hash(source, over.signal, (bytes) => {
          hashed = bytes
          const spent = began - remaining()
          if (spent > WARM_UP_MS && ((size - bytes) / bytes) * spent > remaining()) giveUp(bytes)
        })
      } finally {
        clearTimeout(timer)
      }
    },
  }
}
