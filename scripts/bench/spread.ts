import type { Samples } from './rounds.ts'

export type Spread = { readonly min: number; readonly median: number; readonly max: number }

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (index: number) => sorted[index] ?? Number.NaN
  const middle = (sorted.length - 1) / 2
  return { min: at(0), median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, max: at(sorted.length - 1) }
}

/** How many times the other one's value this one's is, round by round: what two values taken at different times say is worth little. */
export function ratio(samples: Samples, one: string, other: string): Spread {
  const others = samples[other] ?? []
  return spread((samples[one] ?? []).map((value, round) => value / (others[round] ?? Number.NaN)))
}
