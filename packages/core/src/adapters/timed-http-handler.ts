import { NodeHttpHandler } from '@smithy/node-http-handler'
import { OutOfTime } from '../domain/errors.ts'
import { timeLeft } from '../time-left.ts'

type Handle = NodeHttpHandler['handle']

/** How long a service may take: milliseconds to take a connection, to begin its answer, and between two pieces of it. */
export type HttpTimeouts = { readonly connection: number; readonly request: number }

/**
 * HTTP with time-outs that are real. `throwOnRequestTimeout` makes them so: without it the SDK only logs a warning and goes on
 * waiting. The request's ends where an answer begins; should the rest not come, `socketTimeout` notices. No attempt waits for
 * longer than its invocation has left, and none is made when that is nothing: the SDK does not repeat an OutOfTime.
 */
export class TimedHttpHandler extends NodeHttpHandler {
  readonly timeouts: HttpTimeouts

  constructor(timeouts: HttpTimeouts) {
    super({
      connectionTimeout: timeouts.connection,
      requestTimeout: timeouts.request,
      throwOnRequestTimeout: true,
      socketTimeout: timeouts.request,
    })
    this.timeouts = timeouts
  }

  override async handle(...[request, options]: Parameters<Handle>): ReturnType<Handle> {
    const left = timeLeft()
    if (left <= 0) throw new OutOfTime()
    return super.handle(request, { ...options, requestTimeout: Math.min(left, this.timeouts.request) })
  }
}
