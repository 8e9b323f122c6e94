import * as z from 'zod/mini'

/** A row keeps the places of so many gaps, the longest ones; all of them are counted. */
export const SHOWN_GAPS = 20

const seconds = z.number().check(z.nonnegative())

/** What is missing inside a recording: neither picture nor sound of the stream came for more than a moment. */
export const gapsSchema = z.object({
  /** How many there are. */
  count: z.int(),
  /** How much is missing, all in all. */
  seconds,
  /** The longest of them, in the order in which they come: how far into the recording, and how much is missing there. */
  longest: z.array(z.object({ atSeconds: seconds, seconds })).check(z.maxLength(SHOWN_GAPS)),
})
export type Gaps = z.infer<typeof gapsSchema>

/** The gaps with one more, which comes after them. */
export function withGap(gaps: Gaps | undefined, atSeconds: number, missing: number): Gaps {
  const { count, seconds: before, longest } = gaps ?? { count: 0, seconds: 0, longest: [] }
  const all = [...longest, { atSeconds: rounded(atSeconds), seconds: rounded(missing) }]
  const shortest = all.length > SHOWN_GAPS ? all.reduce((a, b) => (b.seconds < a.seconds ? b : a)) : undefined
  return {
    count: count + 1,
    seconds: rounded(before + missing),
    longest: all.filter((gap) => gap !== shortest),
  }
}

/** Milliseconds are as exact as anybody can tell. */
const rounded = (value: number) => Math.round(value * 1000) / 1000
