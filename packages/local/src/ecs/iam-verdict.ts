import type { IncomingMessage } from 'node:http'
import { EcsError } from './protocol/ecs-error.ts'

/** Throws when the caller may not do what the request asks. */
export type IamVerdict = (request: IncomingMessage, body: Buffer) => Promise<void>

/**
 * Lets the engine judge a signed ECS request: it is sent there too, and only a refusal of the signature or of the
 * permission counts. The engine makes a task of its own from it, which runs nothing and which nobody is shown.
 */
export function engineVerdict(engineUrl: string): IamVerdict {
  return async (request, body) => {
    const headers = new Headers()
    for (const [name, value] of Object.entries(request.headers)) {
      if (typeof value === 'string' && name !== 'connection' && name !== 'content-length') headers.set(name, value)
    }
    const answer = await fetch(engineUrl, { method: 'POST', headers, body })
    if (answer.status !== 403) return
    const refusal: unknown = await answer.json()
    throw new EcsError('AccessDeniedException', messageOf(refusal) ?? 'The engine refused the request.')
  }
}

function messageOf(refusal: unknown): string | undefined {
  if (typeof refusal !== 'object' || refusal === null) return undefined
  return 'message' in refusal && typeof refusal.message === 'string' ? refusal.message : undefined
}
