/** A name that can be nobody's (RFC 6761): what a tool asks for there goes through the proxy, and so comes to us. */
const GATEWAY = 'chronicle-egress.invalid'

/** Where a tool finds the input of a number. It says nothing of its URL: the arguments of a process are everybody's to read. */
export const inputAddress = (input: number, extension: string): string => `http://${GATEWAY}/${input}${extension}`

/** Where a tool finds what an input leads to. The path stays as it is, so that relative references in it work. */
export const resourceAddress = (input: number, { protocol, host, pathname, search }: URL): string =>
  `http://${GATEWAY}/${input}/${protocol.slice(0, -1)}/${host}${pathname}${search}`

/** What a request is for: an input, or what it leads to; undefined where it is for somebody else. */
export function gatewayRequest(url: URL): { readonly input: number; readonly resource?: URL } | undefined {
  if (url.host !== GATEWAY) return undefined
  const [, input, scheme, rest] = /^\/(\d+)(?:\.\w+)?(?:\/(https?)\/(.+))?$/s.exec(url.pathname) ?? []
  if (input === undefined) return { input: Number.NaN }
  const resource = scheme === undefined ? null : URL.parse(`${scheme}://${rest}${url.search}`)
  return { input: Number(input), ...(resource && { resource }) }
}
