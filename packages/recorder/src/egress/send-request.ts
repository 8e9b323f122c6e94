import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { Readable } from 'node:stream'
import { SourceRefused, sourceOf } from '@chronicle/core'
import type { Guard } from './guard.ts'
import { pinned } from './pinned.ts'

/** A server that sends nothing for this long is given up. */
const SILENCE_LIMIT_MS = 10_000

export type Outgoing = {
  readonly method: string
  readonly url: URL
  readonly headers: OutgoingHttpHeaders
  readonly body?: Readable
}

/** Asks a server of the web; connections are kept for the next request to the same one. */
export type Sender = {
  /** The answer when it begins, redirects as they are. Throws SourceRefused, HostUnknown, or why nobody answered. */
  send(outgoing: Outgoing): Promise<IncomingMessage>
  close(): void
}

/** @param certificates the authorities to trust, as PEM; those that come with Node where there are none */
export function createSender(guard: Guard, certificates?: string): Sender {
  const keptFor = { keepAlive: true, timeout: SILENCE_LIMIT_MS }
  const agents = { 'http:': new HttpAgent(keptFor), 'https:': new HttpsAgent({ ...keptFor, ca: certificates }) }
  return {
    close: () => {
      for (const agent of Object.values(agents)) agent.destroy()
    },
    send: async ({ method, url, headers, body }) => {
      const { protocol } = url
      if (protocol !== 'http:' && protocol !== 'https:') throw guard.refuse(schemeRefused(protocol))
      const addresses = await guard.addressesOf(sourceOf(url))
      const options = { method, headers, lookup: pinned(addresses), timeout: SILENCE_LIMIT_MS }
      return await new Promise((resolve, reject) => {
        const request =
          protocol === 'http:'
            ? httpRequest(url, { ...options, agent: agents['http:'] }, resolve)
            : httpsRequest(url, { ...options, agent: agents['https:'] }, resolve)
        request.on('error', reject)
        request.on('timeout', () => request.destroy(new Error(`${url.host} sent nothing for ${SILENCE_LIMIT_MS} ms`)))
        if (body) body.pipe(request)
        else request.end()
      })
    },
  }
}

export const schemeRefused = (protocol: string): SourceRefused =>
  new SourceRefused(protocol, `has the scheme "${protocol}"; only http and https are fetched`)
