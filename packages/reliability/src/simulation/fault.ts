import type { Around } from './intercept.ts'

/**
 * What goes wrong at one call that a program makes, its first, second, … of all or of those of this name: it is refused or its
 * answer gets lost, and the program hears an error; or the program is killed before the call has an effect or after it.
 */
export type Fault = { readonly call: number; readonly of?: string | undefined; readonly kind: FaultKind }
export const faultKinds = ['refused', 'answer lost', 'killed before', 'killed after'] as const
export type FaultKind = (typeof faultKinds)[number]

/** The program was killed: none of its calls has an effect any more. */
export class Killed extends Error {
  override readonly name = 'Killed'
}

/** Makes a fault happen to one run of a program. Once `isDead`, whatever the program still answers is nobody's to hear. */
export function createFaultyRun(fault: Fault | undefined): { readonly around: Around; readonly isDead: () => boolean } {
  let calls = 0
  let isDead = false
  const die = (name: string): never => {
    isDead = true
    throw new Killed(name)
  }
  const around: Around = async (name, call) => {
    if (isDead) return die(name)
    if (!fault || (fault.of ?? name) !== name) return call()
    calls += 1
    if (calls !== fault.call) return call()
    if (fault.kind === 'refused') throw new Error(`${name} was refused`)
    if (fault.kind === 'killed before') return die(name)
    await call()
    if (fault.kind === 'killed after') return die(name)
    throw new Error(`the answer of ${name} got lost`)
  }
  return { around, isDead: () => isDead }
}
