/** One side of a comparison: does its work once and answers what that took, in whatever unit all sides are measured in. */
export type Contender = { readonly name: string; readonly run: () => Promise<number> }

/** What each contender took, by its name; the n-th values of all of them were taken right after each other. */
export type Samples = Readonly<Record<string, readonly number[]>>

/**
 * Lets all contenders run once in each round, in turns forwards and backwards, so that a machine that becomes slower or faster
 * favours nobody. A first round, which warms caches up, is not counted.
 */
export async function rounds(
  contenders: readonly Contender[],
  count: number,
  onRound: (round: number) => void = () => {},
): Promise<Samples> {
  const samples: Record<string, number[]> = Object.fromEntries(contenders.map(({ name }) => [name, []]))
  for (let round = 0; round <= count; round++) {
    onRound(round)
    const order = round % 2 === 0 ? contenders : contenders.toReversed()
    for (const { name, run } of order) {
      const value = await run()
      if (round > 0) samples[name]?.push(value)
    }
  }
  return samples
}
