import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { isLive } from '../media/dash-manifest.ts'
import type { StreamInput } from '../media/stream.ts'
import { createCookies } from './cookies.ts'
import { resourceAddress } from './gateway-address.ts'
import type { Guard } from './guard.ts'
import { passedOn } from './headers.ts'
import { readText, unpacked } from './read-body.ts'
import { playlistKind, type Rewrite, rewriteDash, rewriteHls } from './rewrite-playlist.ts'
import { type Sender, schemeRefused } from './send-request.ts'
import { whenThere } from './when-there.ts'

/** What ffmpeg reads by addresses of ours: the inputs of a stream, and all that they lead to. */
export type Gateway = {
  /** Takes an input; answers its number. */
  add(input: StreamInput): number
  answer(request: IncomingMessage, response: ServerResponse, input: number, resource: URL | undefined): Promise<void>
}

export function createGateway(guard: Guard, sender: Sender): Gateway {
  const inputs: StreamInput[] = []
  const cookies = createCookies()
  /** The inputs whose segments are still being made. */
  const live = new Set<number>()

  /** A reference of what was fetched from `base`; one of another scheme leads nowhere, and is noted. */
  const rewriteFor =
    (number: number, base: URL): Rewrite =>
    (reference) => {
      const url = URL.parse(reference, base.href)
      if (reference === '' || url?.protocol === 'data:') return reference
      if (url?.protocol === 'http:' || url?.protocol === 'https:') return resourceAddress(number, url)
      guard.refuse(schemeRefused(url?.protocol ?? 'none'))
      return 'refused:'
    }

  return {
    add: (input) => inputs.push(input) - 1,
    answer: async (request, response, number, resource) => {
      const input = inputs[number]
      if (!input) return void response.writeHead(404).end()
      if (!resource) return void redirect(response, resourceAddress(number, new URL(input.url)))
      const { cookie: given, ...passed } = headersFor(input, request.headers, resource)
      const cookie = cookies.header(resource.hostname, given)
      const headers = { ...passed, ...(cookie !== undefined && { cookie }) }
      const ask = () => sender.send({ method: request.method ?? 'GET', url: resource, headers })
      const answer = await whenThere(ask, () => live.has(number) && !request.socket.destroyed)
      cookies.keep(resource.hostname, answer.headers['set-cookie'])
      const rewrite = rewriteFor(number, resource)
      if (answer.headers.location !== undefined && (answer.statusCode ?? 0) < 400) {
        answer.resume()
        return void redirect(response, rewrite(answer.headers.location))
      }
      const rewriteManifest = (text: string) => {
        if (isLive(text)) live.add(number)
        else live.delete(number)
        return rewriteDash(text, rewrite, resource.href)
      }
      await passBack(answer, response, { hls: (text) => rewriteHls(text, rewrite), dash: rewriteManifest })
    },
  }
}

const redirect = (response: ServerResponse, location: string) => response.writeHead(302, { location }).end()

/** The input's own headers win over the tool's, which asks for its ranges beside. */
function headersFor({ headers }: StreamInput, asked: IncomingHttpHeaders, { host }: URL) {
  const own = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  const { cookie = asked.cookie, ...others } = own
  return { ...passedOn(asked), ...others, cookie, host, 'accept-encoding': 'identity' }
}

/** Whether it is all of something, or all of it by ranges, as ffmpeg asks and many a server answers. */
const isFromItsBegin = ({ statusCode, headers }: IncomingMessage) =>
  statusCode === 200 || (statusCode === 206 && headers['content-range']?.startsWith('bytes 0-'))

/** Media as it is; a playlist with our addresses in it. */
async function passBack(
  answer: IncomingMessage,
  response: ServerResponse,
  rewrites: Readonly<Record<'hls' | 'dash', (text: string) => string>>,
): Promise<void> {
  const { 'set-cookie': _, ...all } = passedOn(answer.headers)
  const { 'content-encoding': encoding, 'content-length': length, 'content-range': range, ...headers } = all
  const body = unpacked(answer)[Symbol.asyncIterator]()
  const { value: first = Buffer.alloc(0) } = await body.next()
  const rest = { [Symbol.asyncIterator]: () => body }
  const kind = isFromItsBegin(answer) ? playlistKind(first.subarray(0, 2048).toString()) : undefined
  if (kind) {
    const ours = rewrites[kind](await readText(rest, [first]))
    // ffmpeg reads no DASH manifest that comes in chunks.
    response.writeHead(200, { ...headers, 'content-length': Buffer.byteLength(ours) }).end(ours)
    return
  }
  const lengths = {
    ...(!encoding && length !== undefined && { 'content-length': length }),
    ...(range !== undefined && { 'content-range': range }),
  }
  response.writeHead(answer.statusCode ?? 502, { ...headers, ...lengths })
  await pipeline(async function* () {
    yield first
    yield* rest
  }, response)
}
