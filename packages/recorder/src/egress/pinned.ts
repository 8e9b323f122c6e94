import { isIPv6, type LookupFunction } from 'node:net'

/** Answers a connection's question for the addresses of its host: with those that were checked, and without asking again. */
export function pinned(addresses: readonly string[]): LookupFunction {
  const answers = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (host, options, callback) => {
    const [first] = answers
    if (!first) callback(new Error(`no address of "${host}" was checked`), '')
    else if (options.all) callback(null, answers)
    else callback(null, first.address, first.family)
  }
}
