import * as fc from 'fast-check'
import { faultKinds } from '../../simulation/fault.ts'
import type { Step } from '../step.ts'

export const anyJobId = fc.constantFrom('job-1', 'job-2', 'job-3', 'job-4')
/** Mostly the same one, so that most requests for a job are repeats. */
export const anyUrl = fc.oneof(
  { weight: 9, arbitrary: fc.constant('https://example.com/a') },
  { weight: 1, arbitrary: fc.constant('https://example.com/b') },
)

/** Mostly at once; the time is two hours after the world's first. */
export const anyStart = fc.oneof(
  { weight: 5, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constant('2026-03-04T07:06:07.000Z') },
)

/** A kind of step that comes this often, compared with the others. */
export function often<Detail>(weight: number, details: fc.Arbitrary<Detail>, step: (detail: Detail) => Step) {
  return { weight, arbitrary: details.map(step) }
}

const anyKind = fc.constantFrom(...faultKinds)

/** A task that nobody knows of, a write of which nobody knows whether it was made, or anything else. */
export const anyFaultAtAll = fc.oneof(
  fc.constant({ of: 'run', call: 1, kind: 'killed after' as const }),
  fc.record({ of: fc.constant('change'), call: fc.integer({ min: 1, max: 3 }), kind: anyKind }),
  fc.record({ of: fc.constant(undefined), call: fc.integer({ min: 1, max: 8 }), kind: anyKind }),
)

/** None as often as one. */
export const anyFault = fc.option(anyFaultAtAll, { freq: 2, nil: undefined })

/** Which of several. */
export const anyNumber = fc.nat({ max: 5 })
