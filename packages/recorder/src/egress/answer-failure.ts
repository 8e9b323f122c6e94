import type { ServerResponse } from 'node:http'
import { SourceRefused } from '@chronicle/core'

/** What a tool is told where a connection was not made: 403 where we refused it, 502 where it failed. */
export function failureStatus(error: unknown): 403 | 502 {
  return error instanceof SourceRefused ? 403 : 502
}

/** Says so, or breaks off what has begun. */
export function answerFailure(response: ServerResponse, error: unknown): void {
  if (response.headersSent) return void response.destroy()
  const message = error instanceof Error ? error.message : String(error)
  response.writeHead(failureStatus(error), { 'content-type': 'text/plain; charset=utf-8' })
  response.end(`${message}\n`)
}
