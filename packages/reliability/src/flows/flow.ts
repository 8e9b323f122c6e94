import type { InjectionName } from '../faults/fault.ts'
import type { Break } from '../faults/faulty-line.ts'
import type { Run } from '../stage/invoke.ts'
import type { World, WorldSettings } from '../stage/world.ts'

/** How jobs end: `job-1` as `FAILED TOOL_MISSING`. */
export type Endings = Readonly<Record<string, string>>

/** One way in which a function is called: what goes before, and the invocation whose calls are broken, one after the other. */
export type Flow = {
  readonly name: string
  /** What its world is told otherwise. */
  readonly world?: WorldSettings
  /** What goes wrong with its calls, if not everything. */
  readonly only?: readonly InjectionName[]
  /** The same where not everything is tried: another flow makes the same calls. */
  readonly telling?: readonly InjectionName[]
  /** Which of its calls are broken, where another flow makes the others. */
  readonly breaks?: readonly string[]
  /** Its objects are of hundreds of MiB: one of its worlds at a time, each cleared away, and none in which its function dies. */
  readonly large?: true
  /** It changes nothing, so that it does not matter when its function dies. */
  readonly reads?: true
  /** What goes wrong in it anyway, so that the calls can be seen that are only made then. */
  readonly standing?: readonly Break[]
  /** How its jobs end undisturbed, by what is left of their id, and how many tasks there ever are; by default one that finds no yt-dlp. */
  readonly ends?: Endings
  readonly tasks?: number
  /** How its jobs may end beside that. */
  readonly mayEnd?: readonly string[]
  /** The same, where S3 said that something is gone which is there. */
  readonly mayEndInBelief?: readonly string[]
  prepare?(world: World): Promise<unknown>
  run(world: World, run: Run): Promise<unknown>
  /** When all has been judged. */
  tidy?(world: World): Promise<unknown>
}

/** What a job ends as whose recorder has its turn here. */
export const RECORDED = 'FAILED TOOL_MISSING'

export const endsOf = ({ ends = { 'job-1': RECORDED } }: Flow): Endings => ends
export const tasksOf = ({ tasks = 1 }: Flow): number => tasks
