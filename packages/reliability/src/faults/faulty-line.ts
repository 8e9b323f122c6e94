import { type Around, type Call, callAround, type WatchedLine } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'
import { errorAnswer } from './error-answer.ts'
import type { Injection } from './fault.ts'
import { bodyOf, malformed } from './malformed.ts'

/** One call that goes wrong, in one way: the nth of its operation. */
export type Break = { readonly target: Call; readonly injection: Injection }

export type Breaking = { readonly around: Around; readonly struck: (wanted: Break) => number }

/** Breaks calls; where several breaks are meant for one, by the first. Tells how often each struck. */
export function breaking(breaks: readonly Break[]): Breaking {
  const struck = new Map<Break, number>()
  const strikes = (call: Call) => (one: Break) => {
    const { target, injection } = one
    if (label(call) !== label(target)) return false
    return injection.persistence === 'on' ? call.nth >= target.nth : call.nth === target.nth && !struck.has(one)
  }
  const around: Around = async (call, send, request) => {
    const found = breaks.find(strikes(call))
    if (!found) return send()
    struck.set(found, (struck.get(found) ?? 0) + 1)
    const { fault } = found.injection
    switch (fault) {
      case 'time-out before':
        throw timeOut()
      case 'time-out after':
        await bodyOf(await send())
        throw timeOut()
      case 'malformed':
        return malformed(await send())
      default:
        return errorAnswer(fault, call, request)
    }
  }
  return { around, struck: (wanted) => struck.get(wanted) ?? 0 }
}

/** A line on which calls are broken. */
export const faultyLine = (...breaks: readonly Break[]): WatchedLine => callAround(breaking(breaks).around)

/** What NodeHttpHandler throws when no answer came in time; that it does is shown by the adapters' own tests. */
function timeOut(): Error {
  return Object.assign(new Error('@smithy/node-http-handler: a request has exceeded its time-out of 5000 ms'), {
    name: 'TimeoutError',
    code: 'ETIMEDOUT',
  })
}
