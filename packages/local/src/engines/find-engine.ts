import * as z from 'zod'
import { identityPath, stackIdentity } from '../stack/identity.ts'

export type EngineKind = 'chronicle' | 'ministack' | 'localstack' | 'unknown'

/** An engine that answers, as far as it says what it is. */
export type FoundEngine = {
  readonly kind: EngineKind
  /** For people, with its version where it tells. */
  readonly name: string
  /** By AWS's short names, such as `s3`; undefined where the engine does not tell. */
  readonly services: Readonly<Record<string, string>> | undefined
}

const health = z.object({
  services: z.record(z.string(), z.string()),
  edition: z.string().optional(),
  version: z.string().optional(),
})

/** Asks what answers on a URL. Rejects where nothing does. */
export async function findEngine(url: string, signal: AbortSignal): Promise<FoundEngine> {
  const ask = (path: string) => fetch(url + path, { signal }).then((answer) => answer.json().catch(() => undefined))
  const stack = stackIdentity.safeParse(await ask(identityPath))
  if (stack.success) return { kind: 'chronicle', name: "Chronicle's local stack", services: undefined }
  const ministack = health.safeParse(await ask('/_ministack/health'))
  if (ministack.success) return named('ministack', 'MiniStack', ministack.data)
  const localstack = health.safeParse(await ask('/_localstack/health'))
  if (localstack.success) return named('localstack', 'LocalStack', localstack.data)
  return { kind: 'unknown', name: 'an engine that does not say what it is', services: undefined }
}

function named(kind: EngineKind, name: string, { services, version, edition }: z.output<typeof health>): FoundEngine {
  return {
    kind,
    name: [name, version, kind === 'localstack' ? edition : undefined].filter(Boolean).join(' '),
    services,
  }
}
