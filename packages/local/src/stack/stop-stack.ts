import { setTimeout as sleep } from 'node:timers/promises'
import { isAlive, sendSignal } from '../process/send-signal.ts'
import { findStack } from './find-stack.ts'
import { readStackRecord } from './stack-record.ts'

// A recorder may take its whole stop timeout (at most 120 s on Fargate), and the engine 20 s more.
const STOP_TIMEOUT_MS = 150_000

export type StopResult = { stopped: true; pid: number; url: string; seconds: number } | { stopped: false }

export class StackWillNotStop extends Error {
  override readonly name = 'StackWillNotStop'
}

/**
 * Stops the stack of a state folder and waits until it is gone. `stopped: false` means that none was running.
 * @throws StackWillNotStop
 */
export async function stopStack(stateFolder: string): Promise<StopResult> {
  const found = await findStack(stateFolder)
  if (!found) return { stopped: false }
  const began = performance.now()
  const seconds = () => (performance.now() - began) / 1000
  sendSignal(found.pid, 'SIGTERM')
  while ((await readStackRecord(stateFolder))?.pid === found.pid && isAlive(found.pid)) {
    if (seconds() * 1000 > STOP_TIMEOUT_MS) {
      const message = `The local stack (process ${found.pid}) did not stop in ${STOP_TIMEOUT_MS / 1000} s. See ${stateFolder}/logs.`
      throw new StackWillNotStop(message)
    }
    await sleep(50)
  }
  await untilGone(found.pid)
  return { stopped: true, pid: found.pid, url: found.url, seconds: seconds() }
}

// Its record is the last thing that a stack takes away, so its process is about to end. Not for longer than a moment:
// where nothing reaps orphans, as in many containers, an ended process keeps its id for ever.
async function untilGone(pid: number): Promise<void> {
  for (let polls = 0; polls < 40 && isAlive(pid); polls += 1) await sleep(50)
}
