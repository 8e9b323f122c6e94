import type { LambdaMetrics } from '../src/lambda/index.ts'

type Counted = { readonly name: string; readonly dimensions?: Readonly<Record<string, string>> }

/** Keeps what was counted instead of printing it, and how many invocations ended. */
export function createFakeMetrics(): LambdaMetrics & { readonly counted: readonly Counted[]; invocations(): number } {
  const counted: Counted[] = []
  let ended = 0
  const end = () => {
    ended += 1
  }
  return {
    counted,
    invocations: () => ended,
    count: (name, dimensions) => {
      counted.push({ name, ...(dimensions && { dimensions }) })
    },
    middleware: () => ({ after: end, onError: end }),
  }
}
