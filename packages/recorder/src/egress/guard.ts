import { allowedAddresses, type Log, type Source, type SourcePolicy, SourceRefused } from '@chronicle/core'

/** A hostile playlist can name thousands of servers; a few say what is the matter. */
const MOST_KEPT = 20

/** Whom the recorder and its tools may connect to, and whom they wanted to and may not. */
export type Guard = {
  /** Every address of a server, all of them checked: connect to these. Throws SourceRefused, or HostUnknown. */
  addressesOf(source: Source): Promise<readonly string[]>
  /** Notes a refusal, and answers it. */
  refuse(refusal: SourceRefused): SourceRefused
  readonly refusals: readonly SourceRefused[]
}

/** Nobody knows an address of the host, or nobody answered in time. */
class HostUnknown extends Error {
  override readonly name = 'HostUnknown'
}

export function createGuard(policy: SourcePolicy, log: Log): Guard {
  const refusals: SourceRefused[] = []
  const refuse = (refusal: SourceRefused): SourceRefused => {
    const isKnown = refusals.some(({ source }) => source === refusal.source)
    if (isKnown || refusals.length >= MOST_KEPT) return refusal
    refusals.push(refusal)
    log.warn('connection refused', { source: refusal.source, reason: refusal.problem })
    return refusal
  }
  return {
    refusals,
    refuse,
    addressesOf: async (source) => {
      try {
        const addresses = await allowedAddresses(policy, source)
        if (addresses.length > 0) return addresses
      } catch (error) {
        throw error instanceof SourceRefused ? refuse(error) : error
      }
      throw new HostUnknown(`no address of "${source.host}" could be found`)
    },
  }
}
