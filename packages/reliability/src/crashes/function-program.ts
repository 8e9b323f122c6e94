import { writeSync } from 'node:fs'
import { json } from 'node:stream/consumers'
import type { Break } from '../faults/faulty-line.ts'
import { callAround } from '../line/call-around.ts'
import { type FunctionName, type FunctionSettings, openFunctions, type Timeouts } from '../stage/functions.ts'
import type { CrashPoint } from './crash-point.ts'
import { die, dying } from './dying.ts'
import type { Said } from './in-own-process.ts'

/** What the program is told on standard input. */
export type FunctionOrder = {
  readonly settings: FunctionSettings
  readonly timeouts: Timeouts
  /** Milliseconds that the world's clock is ahead of the machine's. */
  readonly ahead: number
  readonly name: FunctionName
  readonly event: unknown
  readonly requestId?: string | undefined
  /** What goes wrong with its calls. */
  readonly breaks: readonly Break[]
  /** Where it dies; without it, it lives and says on descriptor 3 how the invocation ended, and what it asked of AWS. */
  readonly point?: CrashPoint | undefined
}

// A Lambda in a process of its own, for one invocation. Nothing ends it but the end of its work: what it left open would hold it.
const { settings, timeouts, ahead, name, event, requestId, breaks, point } = (await json(
  process.stdin,
)) as FunctionOrder
const functions = openFunctions(settings, timeouts, { now: () => new Date(Date.now() + ahead) })
const line = callAround(dying(point, breaks))
const outcome = await functions.invoke(name, event, line, requestId).then(
  (answer) => ({ answer }),
  (error: unknown) => ({ error: String(error) }),
)
if (point?.moment === 'at the end') die()
writeSync(3, JSON.stringify({ outcome, calls: line.calls } satisfies Said))
