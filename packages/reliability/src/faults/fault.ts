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

export type Injection = { readonly fault: Fault; readonly persistence: Persistence }

/** `time-out after, once` */
export type InjectionName = `${Fault}, ${Persistence}`
export const injectionName = ({ fault, persistence }: Injection): InjectionName => `${fault}, ${persistence}`

/** Everything that is done to a call, one after the other: a row of the table. */
export const injections: readonly Injection[] = faults.flatMap((fault) =>
  (['once', 'on'] as const).map((persistence) => ({ fault, persistence })),
)

/** Without what a repeat by the SDK makes up for, but for the one of which the repeat meets the effect of the first. */
export const mostTelling: readonly InjectionName[] = injections
  .filter(({ fault, persistence }) => persistence === 'on' || fault === 'time-out after')
  .map(injectionName)

/** Of these again: the answer that is none, the one that gets lost, and the one that cannot be read. */
export const aFew = [
  'server error, on',
  'time-out after, on',
  'malformed, on',
] as const satisfies readonly InjectionName[]
