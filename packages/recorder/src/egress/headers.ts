import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'

/** What is said between two neighbours, and to nobody beyond: https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const NEIGHBOURS = [
  ...['connection', 'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade'],
  ...['proxy-authenticate', 'proxy-authorization', 'proxy-connection'],
]

/** The headers that are passed on. */
export function passedOn(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  const named = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase())
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !NEIGHBOURS.includes(name) && !named.includes(name)),
  )
}
