import { type Break, breaking } from '../faults/faulty-line.ts'
import { bodyOf } from '../faults/malformed.ts'
import type { Around, Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import type { CrashPoint } from './crash-point.ts'

/** Lets this process die at the point, as if its power were cut: no handler runs, nothing is flushed. Calls are broken as well. */
export function dying(point: CrashPoint | undefined, breaks: readonly Break[] = []): Around {
  const { around } = breaking(breaks)
  const isHere = (moment: CrashPoint['moment'], call: Call) =>
    point !== undefined &&
    'call' in point &&
    point.moment === moment &&
    label(point.call) === label(call) &&
    point.call.nth === call.nth
  return async (call, send, request) => {
    if (isHere('before', call)) die()
    const answer = around(call, send, request)
    if (!isHere('after', call)) return answer
    await answer.then(bodyOf).catch(() => {}) // lost or not: the effect is there
    return die()
  }
}

/** Does not return: the signal is there before the next statement. */
export function die(): never {
  process.kill(process.pid, 'SIGKILL')
  throw new Error('killed')
}
