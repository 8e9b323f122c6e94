import { callAround, type WatchedLine } from '../line/call-around.ts'
import type { FunctionName } from './functions.ts'
import type { World } from './world.ts'

/** How an invocation ended, as its caller sees it. */
export type Outcome = { readonly answer: unknown } | { readonly error: unknown }

/** The function's process was killed: nobody was answered. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/** The way in which one invocation is run: in this process, over a line, or in one of its own that does not live to its end. */
export type Run = (world: World, name: FunctionName, event: unknown, requestId: string | undefined) => Promise<Outcome>

/** A line on which nothing is broken. */
export const soundLine = () => callAround((_, send) => send())

/** In this process, over this line. What goes on behind the caller's back once the function has ended is an offence. */
export function over(line: WatchedLine): Run {
  return async ({ functions, journal }, name, event, requestId) => {
    const outcome = await functions.invoke(name, event, line, requestId).then(
      (answer) => ({ answer }),
      (error: unknown) => ({ error }),
    )
    const left = line.underWay()
    if (left.length > 0) journal.offences.push(`${name} ended with requests under way: ${left.join(', ')}`)
    return outcome
  }
}

/** Invokes a function as Lambda does: with an event of its own, as it comes off the line, for a middleware may write into it. */
export function invoke(
  world: World,
  name: FunctionName,
  event: unknown,
  { run = over(soundLine()), requestId }: { readonly run?: Run | undefined; readonly requestId?: string } = {},
): Promise<Outcome> {
  return run(world, name, structuredClone(event), requestId)
}
