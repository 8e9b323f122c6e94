import type { Call } from '../line/call-around.ts'
import { label } from '../line/call-name.ts'

/**
 * Where a program is killed: before a call is sent; when the call has had its effect, and its answer is not known yet; or when all
 * is done, and whoever waits for the program has not heard of it. Between two calls nothing is changed that outlives the program.
 */
export type CrashPoint =
  | { readonly moment: 'before' | 'after'; readonly call: Call }
  | { readonly moment: 'at the end' }

/** Every point of a program that makes these calls. */
export const pointsOf = (calls: readonly Call[]): readonly CrashPoint[] => [
  ...calls.flatMap((call) => (['before', 'after'] as const).map((moment) => ({ moment, call }))),
  { moment: 'at the end' },
]

/** `before dynamodb UpdateItem 2` */
export const pointName = (point: CrashPoint): string =>
  point.moment === 'at the end' ? point.moment : `${point.moment} ${label(point.call)} ${point.call.nth}`
