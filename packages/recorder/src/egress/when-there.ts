import type { IncomingMessage } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** A live stream's next segment is there within the length of one; ffmpeg waits a little longer for it. */
const PATIENCE_MS = 20_000
const PAUSE_MS = 500

/**
 * Asks for a segment until it is there. Of a live DASH stream ffmpeg wants the one after the newest at once; told that it is not
 * there it goes on to the next, and after a hundred of them, within a second, takes the stream for over.
 * Answers what the server says then; at once where nobody waits for it any more.
 */
export async function whenThere(
  ask: () => Promise<IncomingMessage>,
  isWaitedFor: () => boolean,
): Promise<IncomingMessage> {
  const until = performance.now() + PATIENCE_MS
  for (;;) {
    const answer = await ask()
    if (answer.statusCode !== 404 || performance.now() > until || !isWaitedFor()) return answer
    answer.resume()
    await sleep(PAUSE_MS)
  }
}
