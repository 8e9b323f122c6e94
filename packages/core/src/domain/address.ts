import ipaddr from 'ipaddr.js'

/** All of IPv6 that is handed out to the public: https://www.iana.org/assignments/ipv6-address-space */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR('2000::/3')

/** Where EC2 answers for itself by IPv6, in the middle of the private range: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html */
const EC2_IPV6 = ipaddr.IPv6.parseCIDR('fd00:ec2::/32')

const OWN_NETWORK = ['carrierGradeNat', 'loopback', 'private', 'uniqueLocal']

/**
 * What an address is good for: "public", or the name of the range that it is in. Only an IPv4 address in IPv6's clothes
 * (::ffff:0:0/96) is taken for what it is; other ways of wrapping one (NAT64, 6to4, Teredo) are ranges of their own.
 */
export function addressRange(text: string): string {
  if (!ipaddr.isValid(text)) return 'no address'
  // The form of RFC 4291, 2.5.5.1, given up long since; the library takes it for the mapped one.
  if (/^::\d+\./.test(text)) return 'reserved'
  const address = ipaddr.process(text)
  const range = address.range()
  if (address instanceof ipaddr.IPv4) return range === 'unicast' ? 'public' : range
  if (address.match(EC2_IPV6)) return 'ec2Metadata'
  if (range !== 'unicast') return range
  return address.match(PUBLIC_IPV6) ? 'public' : 'reserved'
}

/** Whether anybody may be sent there. */
export const isPublicAddress = (text: string): boolean => addressRange(text) === 'public'

/** Whether it is one of a network of one's own, this machine included; what AWS answers at for itself never is. */
export const isOwnNetworkAddress = (text: string): boolean => OWN_NETWORK.includes(addressRange(text))
