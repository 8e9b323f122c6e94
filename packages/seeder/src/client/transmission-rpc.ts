import * as z from 'zod/mini'
import { SeedingFailed } from '../failures.ts'
import type { RpcAccess } from './transmission-settings.ts'

const SESSION_HEADER = 'x-transmission-session-id'
const CONFLICT = 409
const TIMEOUT_MS = 30_000
const TRIES = 3

const answerSchema = z.object({ result: z.string(), arguments: z.optional(z.unknown()) })

/** Calls a method of the daemon and reads its answer. Throws SeedingFailed for what it refuses, fetch's error where it does not answer. */
export type Rpc = <Schema extends z.ZodMiniType>(
  method: string,
  parameters: object,
  answer: Schema,
) => Promise<z.output<Schema>>

/**
 * The RPC of transmission-daemon. It gives out a session id against forged requests of web pages, by refusing the first
 * request with 409; and again whenever it has taken another one.
 * https://github.com/transmission/transmission/blob/main/docs/rpc-spec.md
 */
export function createRpc(fetchFrom: typeof fetch, { port, user, password }: RpcAccess): Rpc {
  const url = `http://127.0.0.1:${port}/transmission/rpc`
  const authorization = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
  let session = ''

  return async (method, parameters, answer) => {
    for (let tries = 0; tries < TRIES; tries++) {
      const response = await fetchFrom(url, {
        method: 'POST',
        headers: { authorization, [SESSION_HEADER]: session },
        body: JSON.stringify({ method, arguments: parameters }),
        signal: AbortSignal.timeout(TIMEOUT_MS),
      })
      const body = await response.text()
      if (response.status === CONFLICT) {
        session = response.headers.get(SESSION_HEADER) ?? ''
        continue
      }
      if (!response.ok) throw refused(method, `HTTP ${response.status}`)
      const { result, arguments: values } = answerSchema.parse(JSON.parse(body))
      if (result !== 'success') throw refused(method, result)
      return answer.parse(values) as z.output<typeof answer>
    }
    throw refused(method, 'it keeps changing its session id')
  }
}

const refused = (method: string, reason: string) =>
  new SeedingFailed('CLIENT_REFUSED', `transmission-daemon refused "${method}": ${reason}`)
