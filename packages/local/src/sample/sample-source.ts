import { randomInt } from 'node:crypto'
import { isFree } from '../engine/free-port.ts'

/** Below the ports that systems give to outgoing connections, so that one which is free now is so later, too. */
const [FIRST, LAST] = [20_000, 30_000]

/** `127.0.0.1:port` for a sample stream that starts later: a stack is told at its own start what it may record. */
export async function sampleSource(): Promise<string> {
  for (;;) {
    const port = randomInt(FIRST, LAST)
    if (await isFree(port)) return `127.0.0.1:${port}`
  }
}
