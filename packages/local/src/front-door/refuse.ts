import type { ServerResponse } from 'node:http'

/** Answers with a small JSON body. `message` says what happened and what to do. */
export function refuse(response: ServerResponse, status: number, message: string): void {
  const body = JSON.stringify({ message })
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
  response.end(body)
}
