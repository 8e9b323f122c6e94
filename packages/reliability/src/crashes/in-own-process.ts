import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable, Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { functions as timeouts } from '@chronicle/local/testing'
import type { Break } from '../faults/faulty-line.ts'
import { credentials } from '../flows/secrets.ts'
import type { Call } from '../line/call-around.ts'
import { Killed, type Outcome, type Run } from '../stage/invoke.ts'
import type { CrashPoint } from './crash-point.ts'
import type { FunctionOrder } from './function-program.ts'

/** A process that its own work does not end in this time holds something open. */
const PATIENCE_MS = 60_000

/** What a process says that lived to its end. */
export type Said = { readonly outcome: Outcome; readonly calls: readonly Call[] }

export type OwnProcess = {
  readonly run: Run
  /** The calls it made, if it lived. */
  readonly calls: () => readonly Call[]
}

/**
 * In a process of its own, that is killed at the point; without one it lives, and has to come to its end by itself. That it
 * died elsewhere, or not, is an offence.
 */
export function inOwnProcess(program: string, breaks: readonly Break[] = [], point?: CrashPoint): OwnProcess {
  const calls: Call[] = []
  const run: Run = async ({ settings, clock, journal }, name, event, requestId) => {
    const order: FunctionOrder = {
      settings,
      timeouts,
      ahead: clock.now().getTime() - Date.now(),
      name,
      event,
      requestId,
      breaks,
      point,
    }
    const child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
      env: credentials,
      timeout: PATIENCE_MS,
      killSignal: 'SIGTERM',
    })
    const [orders, ...outputs] = child.stdio as unknown as [Writable, Readable, Readable, Readable]
    orders.end(JSON.stringify(order))
    const exited = once(child, 'exit')
    const [log = '', errors = '', end = ''] = await Promise.all(outputs.map((output) => text(output)))
    const [code, signal] = await exited
    if (code) throw new Error(`${program} is no program that works: ${errors}`)
    for (const printed of [log, errors]) process.stdout.write(printed)
    if (point && signal !== 'SIGKILL')
      journal.offences.push(`${name} was to be killed and ended by ${signal ?? 'itself'}`)
    if (!point && signal) journal.offences.push(`${name} has done its work and does not end`)
    if (end === '') return { error: new Killed(name) }
    const said: Said = JSON.parse(end)
    calls.push(...said.calls)
    return said.outcome
  }
  return { run, calls: () => calls }
}
