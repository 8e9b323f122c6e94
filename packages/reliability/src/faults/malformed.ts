import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import type { HttpResponse } from '../line/call-around.ts'

const GARBAGE = '<html><body>502 Bad Gateway'

/**
 * A good answer as it comes out of something broken on the way: cut in half, garbage where there was nothing to cut, and
 * without the headers that tell of an object.
 */
export async function malformed(response: HttpResponse): Promise<HttpResponse> {
  const whole = await bodyOf(response)
  const half = whole.length > 0 ? whole.subarray(0, Math.floor(whole.length / 2)) : Buffer.from(GARBAGE)
  const headers = Object.fromEntries(Object.entries(response.headers).filter(([name]) => name === 'content-type'))
  return { ...response, headers, body: Readable.from([half]) }
}

/** Reads a body to its end: what sent it has done what was asked by then. */
export async function bodyOf({ body }: HttpResponse): Promise<Buffer> {
  return body === undefined ? Buffer.alloc(0) : buffer(body as Readable)
}
