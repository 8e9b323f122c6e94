/**
 * What can go wrong with a call to AWS. Of the two time-outs one is that of a request that never arrived, the other that of
 * an answer which got lost: what was asked for has been done then. A malformed answer is one too.
 */
export const faults = [
  'throttled',
  'server error',
  'time-out before',
  'time-out after',
  'access denied',
  'not found',
  'malformed',
] as const
export type Fault = (typeof faults)[number]

/** `once`: one request, so that a repeat by the SDK succeeds. `on`: this call and all like it until the invocation is over. */
export type Persistence = 'once' | 'on'

/** The SDK repeats what may pass. Of the others the first request is the last, so for them both are the same but for later calls. */
const passing: readonly Fault[] = ['throttled', 'server error', 'time-out before', 'time-out after']

export type Injection = { readonly fault: Fault; readonly persistence: Persistence }

/** Everything that is done to a call, one after the other: a row of the table. */
export const allInjections: readonly Injection[] = faults.flatMap((fault) =>
  (passing.includes(fault) ? (['once', 'on'] as const) : (['on'] as const)).map((persistence) => ({
    fault,
    persistence,
  })),
)

/** Without those that a repeat by the SDK makes up for, but for the one of which the repeat meets the effect of the first. */
export const fewerInjections: readonly Injection[] = allInjections.filter(
  ({ fault, persistence }) => persistence === 'on' || fault === 'time-out after',
)
