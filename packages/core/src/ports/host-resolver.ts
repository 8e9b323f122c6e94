/** Knows the addresses of hosts. */
export type HostResolver = {
  /** Every address of a name, IPv4 and IPv6; none where nobody knows it, or nobody answers in time. */
  resolve(host: string): Promise<readonly string[]>
}
