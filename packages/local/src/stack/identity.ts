import * as z from 'zod'
import type { Route } from '../front-door/open-front-door.ts'

export const identityPath = '/.chronicle-local/stack'
const PROBE_TIMEOUT_MS = 2_000

/** How a stack is told from another program, or another stack, on the same port. */
export const stackIdentity = z.object({ pid: z.int(), stateFolder: z.string(), ready: z.boolean() })
export type StackIdentity = z.output<typeof stackIdentity>

export function identityRoute(describe: () => StackIdentity): Route {
  return ({ url }) =>
    url === identityPath
      ? (_request, response) => {
          response.setHeader('content-type', 'application/json')
          response.end(JSON.stringify(describe()))
        }
      : undefined
}

/** Who listens on the port, or undefined when that is no stack. */
export async function probeStack(port: number): Promise<StackIdentity | undefined> {
  const signal = AbortSignal.timeout(PROBE_TIMEOUT_MS)
  const answer = await fetch(`http://127.0.0.1:${port}${identityPath}`, { signal }).catch(() => undefined)
  const body: unknown = await answer?.json().catch(() => undefined)
  return stackIdentity.safeParse(body).data
}
