import { lookup } from 'node:dns/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HostResolver } from '../ports/host-resolver.ts'

/**
 * Asks the system, as whoever connects would. Its own time-out may be long and cannot be shortened, so it is not waited for
 * longer than `timeoutMs`.
 */
export function createHostResolver(
  timeoutMs: number,
  ask: (host: string) => Promise<readonly { readonly address: string }[]> = (host) => lookup(host, { all: true }),
): HostResolver {
  return {
    resolve: async (host) => {
      const answered = new AbortController()
      // Whatever kind of error it is, it says that there is no answer.
      const answer = ask(host).catch(() => [])
      const patience = sleep(timeoutMs, [], { signal: answered.signal }).catch(() => [])
      const addresses = await Promise.race([answer, patience])
      answered.abort()
      return addresses.map(({ address }) => address)
    },
  }
}
