import type { Flow } from '../flows/flow.ts'
import { type Injection, injectionName, injections, mostTelling } from './fault.ts'

/** What is done to the calls of a flow: the most telling, fewer where another flow makes the same calls; or everything. */
export function injectionsOf({ only, telling }: Flow, everything: boolean): readonly Injection[] {
  const wanted = everything ? only : (telling ?? only ?? mostTelling)
  return injections.filter((injection) => wanted === undefined || wanted.includes(injectionName(injection)))
}
