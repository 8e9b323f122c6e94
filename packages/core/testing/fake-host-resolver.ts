import type { HostResolver } from '@chronicle/core'

/** By name, what to answer: the first call gets the first list of addresses, and so on; the last list stands for ever. */
type Known = Readonly<Record<string, readonly (readonly string[])[]>>

/** A HostResolver that knows only what it is told. */
export function createFakeHostResolver(known: Known = {}): HostResolver & { readonly asked: readonly string[] } {
  const asked: string[] = []
  return {
    asked,
    resolve: async (host) => {
      const turn = asked.filter((earlier) => earlier === host).length
      asked.push(host)
      const answers = known[host] ?? []
      return answers[Math.min(turn, answers.length - 1)] ?? []
    },
  }
}
