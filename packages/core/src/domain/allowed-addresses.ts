import { isIP } from 'node:net'
import type { HostResolver } from '../ports/host-resolver.ts'
import { addressRange, isOwnNetworkAddress, isPublicAddress } from './address.ts'
import { SourceRefused } from './errors.ts'
import { type Source, sourceName, sourceProblem } from './source.ts'

/** Who may be asked for media: the public, and those servers of one's own network that are listed as `host:port`. */
export type SourcePolicy = { readonly resolver: HostResolver; readonly privateSources: readonly string[] }

/**
 * Every address of a server, once each is known to be one that we may connect to; none where the name has none now. Whoever
 * connects must use these, since the next answer may be another. Throws SourceRefused.
 */
export async function allowedAddresses(
  { resolver, privateSources }: SourcePolicy,
  source: Source,
): Promise<readonly string[]> {
  const isListed = privateSources.includes(sourceName(source))
  const problem = isListed ? undefined : sourceProblem(source)
  if (problem) throw new SourceRefused(sourceName(source), problem)
  const addresses = isIP(source.host) ? [source.host] : await resolver.resolve(source.host)
  const strange = addresses.find((address) => !(isPublicAddress(address) || (isListed && isOwnNetworkAddress(address))))
  if (strange !== undefined) throw new SourceRefused(sourceName(source), addressProblem(source.host, strange))
  return addresses
}

function addressProblem(host: string, address: string): string {
  const what = `not a public address (${addressRange(address)})`
  return host === address
    ? `has the host ${address}, ${what}`
    : `has the host "${host}", whose address ${address} is ${what}`
}
