import type * as fc from 'fast-check'
import * as z from 'zod/mini'
import type { Fault } from '../simulation/fault.ts'
import type { Run } from '../simulation/lambdas.ts'
import type { World } from '../simulation/world.ts'
import { disagreements, type Model, observe } from './model.ts'

/** One thing that happens in the world. Beside being run on its own it can be begun beside others. */
export type Step = fc.AsyncCommand<Model, World> & {
  /** Finds what it happens to and lets it happen; no look is taken at what comes of it. */
  begin(model: Model): Promise<void>
}

/**
 * A step by its name. It is left out where `find` finds nothing that it could happen to; after it the world must be as it was
 * promised.
 */
export function step<Subject>(
  name: string,
  find: (world: World) => Subject | undefined,
  happen: (world: World, subject: Subject, model: Model) => Promise<unknown> | unknown,
): Step {
  const begin = async (model: Model) => {
    model.world.clock.advance(1) // no two things happen at the same time
    const subject = find(model.world)
    if (subject !== undefined) await happen(model.world, subject, model)
  }
  return {
    check: ({ world }) => find(world) !== undefined,
    run: async (model) => {
      await begin(model)
      lookAt(model)
    },
    begin,
    toString: () => name,
  }
}

/** Throws where the world is not as it was promised. */
export function lookAt(model: Model): void {
  observe(model)
  const wrong = disagreements(model)
  if (wrong.length > 0) throw new Error(wrong.join('\n'))
}

/** For a step that can always happen. */
export const always = () => true

/** Of what there is, the one of this number, counted round. */
export const pick = <Item>(items: readonly Item[], number: number): Item | undefined => items[number % items.length]

export const withFault = (name: string, fault: Fault | undefined) =>
  fault ? `${name} (${fault.of ?? 'call'} ${fault.call} ${fault.kind})` : name

const answerSchema = z.object({ answer: z.object({ statusCode: z.int() }) })

/** The HTTP status that a run of the API's Lambda answered; undefined where it answered nothing. */
export const statusOf = (run: Run) => z.safeParse(answerSchema, run).data?.answer.statusCode
