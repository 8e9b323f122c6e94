import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import type { LineFault } from './line-fault.ts'

export type FaultyLineOptions = {
  /** The fault of a call, or undefined; asked at each attempt. */
  readonly faultOf: (callId: string) => LineFault | undefined
  /** Told of each call before and after it has its effect; answers true where its caller is gone, and nothing more is to be done. */
  readonly onCall: (moment: 'before' | 'after') => Promise<boolean>
  /** How long a slow call takes, in milliseconds. */
  readonly slowness: () => number
}

const refusals = {
  throttled: { status: 400, type: 'ThrottlingException' },
  unavailable: { status: 503, type: 'ServiceUnavailableException' },
  'error after effect': { status: 500, type: 'InternalServerError' },
} as const

/** The line between functions and AWS, as a proxy that breaks calls: the functions are told its address instead of AWS's. */
export async function openFaultyLine({ faultOf, onCall, slowness }: FaultyLineOptions) {
  const counts: Partial<Record<LineFault, number>> = {}
  let calls = 0
  let target: string | undefined

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request)
    const fault = faultOf(String(request.headers['amz-sdk-invocation-id'] ?? ''))
    calls += 1
    if (fault) counts[fault] = (counts[fault] ?? 0) + 1
    if (fault === 'throttled' || fault === 'unavailable') return refuse(response, fault)
    if (fault === 'cut off' || (await onCall('before'))) return void response.destroy()
    if (fault === 'slow') await sleep(slowness())
    const answer = await forward(request, body)
    if (fault === 'answer lost' || (await onCall('after'))) return void response.destroy()
    if (fault === 'error after effect') return refuse(response, fault)
    response.writeHead(answer.status, headersOf(answer))
    response.end(await answer.bytes())
  }

  const forward = (request: IncomingMessage, body: Buffer) => {
    const headers = Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || own.has(name) ? [] : [[name, String(value)] as [string, string]],
    )
    const method = request.method ?? 'GET'
    const content = method === 'GET' || method === 'HEAD' ? null : new Uint8Array(body)
    return fetch(`${target}${request.url}`, { method, headers, body: content, redirect: 'manual' })
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : undefined}`,
    /** From now on calls that are not broken go there. */
    leadTo: (url: string) => {
      target = url
    },
    counts: () => ({ calls, faults: { ...counts } }),
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

// Of the connection, or made anew by whoever sends the body on.
const own = new Set(['host', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'expect'])

function headersOf(answer: Response): [string, string][] {
  return [...answer.headers].filter(([name]) => !own.has(name) && name !== 'content-encoding')
}

function refuse(response: ServerResponse, fault: keyof typeof refusals): void {
  const { status, type } = refusals[fault]
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': type })
  response.end(JSON.stringify({ __type: type, message: 'broken on purpose' }))
}
