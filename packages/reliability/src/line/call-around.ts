import type { AwsLine, RequestHandler } from '@chronicle/core/aws'
import { type CallName, callName, type HttpRequest, label } from './call-name.ts'

export type HttpResponse = Awaited<ReturnType<RequestHandler['handle']>>['response']

/** One request of a call: the SDK makes a call of several, where it repeats it. */
export type Call = CallName & {
  /** Which call of this operation it is since the line was opened: 1 for the first. */
  readonly nth: number
}

/** What is done around a request: `send` sends it and answers the response, as often as it is called. */
export type Around = (call: Call, send: () => Promise<HttpResponse>, request: HttpRequest) => Promise<HttpResponse>

export type WatchedLine = AwsLine & {
  /** Every call so far, in order; requests that the SDK repeats are one call. */
  readonly calls: readonly Call[]
  /** What was sent and not answered yet: nothing may be once an invocation has ended. */
  underWay(): readonly string[]
}

/** A line to AWS on which every request passes `around`. One for each invocation, so that calls are counted from its start. */
export function callAround(around: Around): WatchedLine {
  const byInvocation = new Map<string, Call>()
  const underWay = new Set<Call>()

  const callOf = (request: HttpRequest): Call => {
    const id = request.headers['amz-sdk-invocation-id'] ?? ''
    const known = byInvocation.get(id)
    if (known) return known
    const name = callName(request)
    const same = [...byInvocation.values()].filter((call) => label(call) === label(name))
    const call = { ...name, nth: same.length + 1 }
    byInvocation.set(id, call)
    return call
  }

  const requestHandler = (ours: RequestHandler): RequestHandler => {
    return {
      handle: async (request, options) => {
        const call = callOf(request)
        underWay.add(call)
        try {
          const send = async () => (await ours.handle(request, options)).response
          return { response: await around(call, send, request) }
        } finally {
          underWay.delete(call)
        }
      },
      httpHandlerConfigs: () => ours.httpHandlerConfigs(),
      updateHttpClientConfig: (key, value) => ours.updateHttpClientConfig(key, value),
      destroy: () => ours.destroy(),
    }
  }
  return {
    requestHandler,
    get calls() {
      return [...byInvocation.values()]
    },
    underWay: () => [...underWay].map(label),
  }
}
