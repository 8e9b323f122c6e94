import type { IncomingMessage } from 'node:http'
import type { StreamInput } from '../media/stream.ts'
import { readText, unpacked } from './read-body.ts'
import type { Sender } from './send-request.ts'

const MOST_REDIRECTS = 5

export type FetchedText = { readonly status: number; readonly text: string }

/** Fetches a text for the recorder itself, by the way that its tools go. Throws SourceRefused, or why nobody answered. */
export async function fetchText(sender: Sender, { url, headers }: StreamInput): Promise<FetchedText> {
  const answer = await follow(sender, new URL(url), { ...headers, 'accept-encoding': 'identity' })
  return { status: answer.statusCode ?? 0, text: await readText(unpacked(answer)) }
}

/** Each redirect is a request of its own, and is judged as one. */
async function follow({ send }: Sender, start: URL, headers: StreamInput['headers']): Promise<IncomingMessage> {
  let url = start
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const answer = await send({ method: 'GET', url, headers })
    const { location } = answer.headers
    if (location === undefined || (answer.statusCode ?? 0) >= 400) return answer
    answer.resume()
    url = new URL(location, url)
  }
  throw new Error(`${start.host} leads from one place to the next and on`)
}
