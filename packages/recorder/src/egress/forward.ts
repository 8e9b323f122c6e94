import type { IncomingMessage, ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'
import { passedOn } from './headers.ts'
import type { Sender } from './send-request.ts'

/** Passes a tool's request on to the server that it names, and the answer back, as they are: a redirect comes as a new request. */
export async function forward(
  sender: Sender,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const { method = 'GET', headers } = request
  const answer = await sender.send({ method, url, headers: { ...passedOn(headers), host: url.host }, body: request })
  response.writeHead(answer.statusCode ?? 502, passedOn(answer.headers))
  await pipeline(answer, response)
}
