import { once } from 'node:events'
import { request as httpRequest, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { SECURE_TRANSPORT } from '../front-door/forward.ts'
import { EcsError } from './protocol/ecs-error.ts'

/** Throws when the caller may not do what the request asks. */
export type IamVerdict = (request: IncomingMessage, body: Buffer) => Promise<void>

const errorBody = z.object({ __type: z.string(), message: z.string().default('') })
// What ECS itself answers to a caller who may ask. Whatever else the engine says is taken for a refusal.
const PAST_THE_CHECK = ['ClientException', 'ClusterNotFoundException', 'InvalidParameterException']

/**
 * Lets the engine judge a signed ECS request: it is sent there too, just as it came, and only a refusal of the signature
 * or of the permission counts. The engine makes a task of its own from it, which runs nothing and which nobody is shown.
 * @throws EcsError with the engine's own words
 */
export function engineVerdict(enginePort: number): IamVerdict {
  return async (request, body) => {
    const { statusCode, answer } = await sendTo(enginePort, request, body)
    if (statusCode === 200) return
    const { __type: type, message } = errorBody.parse(JSON.parse(answer))
    if (!PAST_THE_CHECK.includes(type)) throw new EcsError(type, message)
  }
}

// Not by `fetch`, which sends a Host of its own: the signature covers it.
async function sendTo(port: number, { rawHeaders }: IncomingMessage, body: Buffer) {
  const upstream = httpRequest({
    host: '127.0.0.1',
    port,
    method: 'POST',
    headers: [...rawHeaders, ...SECURE_TRANSPORT],
    setDefaultHeaders: false,
  })
  upstream.end(body)
  const [response] = await once(upstream, 'response')
  return { statusCode: response.statusCode, answer: await text(response) }
}
