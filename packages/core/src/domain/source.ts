import { isIP } from 'node:net'
import { blockedPorts } from './blocked-ports.ts'

/** A server that media comes from. The host is a name in ASCII or an address, an IPv6 address without brackets. */
export type Source = { readonly host: string; readonly port: number }

/** The server of an http or https URL. What other spellings a host has, the URL's parser has undone. */
export function sourceOf({ hostname, port, protocol }: URL): Source {
  return {
    host: hostname.replace(/^\[|\]$/g, '').replace(/\.$/, ''),
    port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
  }
}

/** `host:port`, as people and PRIVATE_SOURCES write it. */
export const sourceName = ({ host, port }: Source): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** Reads `host:port`; undefined where it is none, or says more than that. */
export function parseSource(text: string): Source | undefined {
  const url = /^[^/?#@\\\s]+:\d{1,5}$/.test(text) ? URL.parse(`http://${text}`) : null
  // Port 80 is gone from a URL of http.
  return url ? { ...sourceOf(url), port: Number(text.slice(text.lastIndexOf(':') + 1)) } : undefined
}

/** Says why no stream is fetched from a server, whatever address it may have; nothing where its addresses decide. */
export function sourceProblem({ host, port }: Source): string | undefined {
  if (blockedPorts.includes(port)) return `has port ${port}, which belongs to another service than the web`
  if (isIP(host)) return undefined
  const labels = host.split('.')
  if (host.length > 253 || labels.some((label) => label.length < 1 || label.length > 63))
    return 'has no valid host name'
  if (labels.length === 1 || LOCAL_NAMES.test(host))
    return `has the host "${host}", a name of this machine or a local network`
  return undefined
}

/** RFC 6761, RFC 6762, RFC 8375, and what ICANN set aside for networks of one's own. */
const LOCAL_NAMES = /(^|\.)(localhost|localdomain|local|internal|home\.arpa)$/
