/**
 * How often a property is tried: FAST_CHECK_RUNS times where that is set, as for a long run at night; else `usual` times, which
 * is what every run of the tests has time for. Throws where FAST_CHECK_RUNS is no whole number above 0.
 */
export function propertyRuns(usual: number): number {
  const wanted = process.env.FAST_CHECK_RUNS
  if (wanted === undefined || wanted === '') return usual
  if (/^[1-9]\d*$/.test(wanted)) return Number(wanted)
  throw new Error(`FAST_CHECK_RUNS is "${wanted}"; it has to be a whole number above 0`)
}
