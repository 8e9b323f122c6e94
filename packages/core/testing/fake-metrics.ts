import type { LambdaMetrics } from '../src/lambda/index.ts'

type Counted = { readonly name: string; readonly dimensions?: Readonly<Record<string, string>> }
type Measured = { readonly name: string; readonly seconds: number }

/** Keeps what was counted and measured instead of printing it, and how many invocations ended. */
export function createFakeMetrics(): LambdaMetrics & {
  readonly counted: readonly Counted[]
  readonly measured: readonly Measured[]
  invocations(): number
} {
  const counted: Counted[] = []
  const measured: Measured[] = []
  let ended = 0
  return {
    counted,
    measured,
    invocations: () => ended,
    count: (name, dimensions) => {
      counted.push({ name, ...(dimensions && { dimensions }) })
    },
    seconds: (name, seconds) => {
      measured.push({ name, seconds })
    },
    publish: () => {
      ended += 1
    },
  }
}
