import type { Fault } from '../faults/fault.ts'
import type { Break } from '../faults/faulty-line.ts'
import type { Run } from '../stage/invoke.ts'
import type { World, WorldSettings } from '../stage/world.ts'

/** One way in which a function is called: what goes before, and the invocation whose calls are broken, one after the other. */
export type Flow = {
  readonly name: string
  /** What its world is told otherwise. */
  readonly world?: WorldSettings
  /** What goes wrong with its calls, on and on, if not everything. */
  readonly only?: readonly Fault[]
  /** As much in the short form, where another flow makes the same calls. */
  readonly onlyInShort?: readonly Fault[]
  /** It changes nothing, so that it does not matter when its function dies. */
  readonly reads?: true
  /** What goes wrong in it anyway, so that the calls can be seen that are only made then. */
  readonly standing?: readonly Break[]
  /** How its jobs may end beside the way in which they end undisturbed. */
  readonly mayEnd?: readonly string[]
  /** The same, where S3 said that something is gone which is there. */
  readonly mayEndInBelief?: readonly string[]
  prepare?(world: World): Promise<unknown>
  run(world: World, run: Run): Promise<unknown>
}

/** Of what is broken otherwise too: the answer that is none, the one that gets lost, and the one that cannot be read. */
export const aFew = ['server error', 'time-out after', 'malformed'] as const satisfies readonly Fault[]
