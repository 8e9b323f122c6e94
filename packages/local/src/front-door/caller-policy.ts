import type { IncomingHttpHeaders } from 'node:http'

/** The three headers by which a browser tells who is asking. */
export type CallerHeaders = Pick<IncomingHttpHeaders, 'host' | 'origin' | 'sec-fetch-site'>

/**
 * Why a request must not be let in, or undefined when it may. The stack takes any signature, so the only thing that
 * keeps a web page from driving it through the visitor's browser is this:
 * - a foreign Host means that a foreign name was made to point here (DNS rebinding);
 * - a foreign Origin, or a `Sec-Fetch-Site` of cross-site, means that another site's page is asking. The second is
 *   needed for what carries no Origin: `<img src="http://localhost:4566/?Action=SendMessage&…">`.
 */
export function refusalOf(headers: CallerHeaders, port: number): string | undefined {
  const { host, origin } = headers
  if (!isOwnHost(host, port)) {
    return `Host ${quote(host)} is not this machine. Use http://localhost:${port} or http://127.0.0.1:${port}.`
  }
  if (origin !== undefined && !isLoopbackOrigin(origin)) {
    return `Origin ${quote(origin)} may not use the local stack: only pages served from this machine may.`
  }
  if (headers['sec-fetch-site'] === 'cross-site') return 'A page of another site may not use the local stack.'
  return undefined
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const url = parse(`http://${host}`)
  // The comparison with the parsed form refuses what is more than a host: user@, a path, a query.
  if (!host || url?.host !== host.toLowerCase().replace(/:80$/, '')) return false
  return isLoopbackName(url.hostname) && Number(url.port || 80) === port
}

function isLoopbackOrigin(origin: string): boolean {
  const url = parse(origin)
  return url !== undefined && /^https?:$/.test(url.protocol) && isLoopbackName(url.hostname)
}

// RFC 6761, section 6.3: names under .localhost are loopback too. The engine uses them for buckets and APIs.
function isLoopbackName(name: string): boolean {
  return ['localhost', '127.0.0.1', '[::1]'].includes(name) || name.endsWith('.localhost')
}

const parse = (url: string) => URL.parse(url) ?? undefined

const quote = (value: string | undefined) => JSON.stringify(value?.slice(0, 100) ?? '')
