import { setTimeout as sleep } from 'node:timers/promises'
import { type FoundEngine, findEngine } from './find-engine.ts'

const POLL_MS = 500
const ANSWER_TIMEOUT_MS = 5_000

/** Nothing answered on the endpoint, or nothing that had come up. The message says what to do. */
export class EngineNotReady extends Error {
  override readonly name = 'EngineNotReady'
}

/**
 * Waits for an engine that answers and has come up, for `patienceMs` at most.
 * @param onWait told once, when it is not there at the first look
 * @throws EngineNotReady
 */
export async function awaitEngine(
  url: string,
  patienceMs: number,
  onWait: (why: string) => void,
): Promise<FoundEngine> {
  const deadline = performance.now() + patienceMs
  for (let told = false; ; told = true) {
    const looked = await look(url)
    if (typeof looked !== 'string') return looked
    if (performance.now() > deadline) throw new EngineNotReady(looked)
    if (!told) onWait(looked)
    await sleep(POLL_MS)
  }
}

async function look(url: string): Promise<FoundEngine | string> {
  try {
    const engine = await findEngine(url, AbortSignal.timeout(ANSWER_TIMEOUT_MS))
    const starting = Object.entries(engine.services ?? {}).filter(([, state]) => state === 'starting')
    return starting.length === 0 ? engine : `${engine.name} on ${url} is still starting: ${names(starting)}.`
  } catch (error) {
    return (
      `Nothing answers on ${url} (${reasonOf(error)}). Start an engine: npm run chronicle -- up, or docker-compose up -d in ` +
      'docker/localstack. Another address: AWS_ENDPOINT_URL.'
    )
  }
}

/** What fetch hides: the reason is the error's cause, and with several addresses the cause's own errors. */
function reasonOf(error: unknown): string {
  const { cause = error } = error as { readonly cause?: unknown }
  const { errors = [cause] } = cause as { readonly errors?: readonly unknown[] }
  return errors.map(String).join(', ')
}

const names = (services: readonly (readonly [string, string])[]) => services.map(([name]) => name).join(', ')
