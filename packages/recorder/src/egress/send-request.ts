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
  const kept = { keepAlive: true, timeout: SILENCE_LIMIT_MS }
  const ways = {
    'http:': { begin: httpRequest, agent: new HttpAgent(kept) },
    'https:': { begin: httpsRequest, agent: new HttpsAgent(kept) },
  }

  const ask = ({ method, url, headers, body }: Outgoing, way: Way, addresses: readonly string[], isAgain = false) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers, lookup: pinned(addresses), timeout: SILENCE_LIMIT_MS, ca: certificates }
      const request = way.begin(url, { ...options, agent: isAgain ? false : way.agent }, resolve)
      request.on('timeout', () => request.destroy(new Error(`${url.host} sent nothing for ${SILENCE_LIMIT_MS} ms`)))
      request.on('error', (error) => {
        // A server may close a kept connection at the moment in which it is used again, and ffmpeg would lose a segment.
        const isWorthAnother = request.reusedSocket && !isAgain && method !== 'POST'
        if (isWorthAnother) resolve(ask({ method, url, headers }, way, addresses, true))
        else reject(error)
      })
      if (body) body.pipe(request)
      else request.end()
    })

  return {
    close: () => {
      for (const { agent } of Object.values(ways)) agent.destroy()
    },
    send: async (outgoing) => {
      const { protocol } = outgoing.url
      if (protocol !== 'http:' && protocol !== 'https:') throw guard.refuse(schemeRefused(protocol))
      return ask(outgoing, ways[protocol], await guard.addressesOf(sourceOf(outgoing.url)))
    },
  }
}

type Way = { readonly begin: typeof httpsRequest; readonly agent: HttpAgent }

export const schemeRefused = (protocol: string): SourceRefused =>
  new SourceRefused(protocol, `has the scheme "${protocol}"; only http and https are fetched`)
