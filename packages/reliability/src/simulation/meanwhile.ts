import type { Around } from './intercept.ts'

/** Lets something happen in the moment between a call's effect and its caller hearing of it. */
export function createMeanwhile() {
  const waiting = new Map<string, () => Promise<unknown>>()
  const around: Around = async (name, call) => {
    const answer = await call()
    const happen = waiting.get(name)
    waiting.delete(name)
    await happen?.()
    return answer
  }
  return {
    around,
    /** The next time that a call of this name is made. */
    after: (name: string, happen: () => Promise<unknown>) => waiting.set(name, happen),
  }
}
