import { setTimeout as sleep } from 'node:timers/promises'

const POLL_MS = 20

/**
 * Resolves when the engine of this `edition` answers on `url`. Polls until `signal` aborts, then rejects with its
 * reason: the caller owns the deadline, and aborts early when the process has ended.
 */
export async function awaitHealth(url: string, edition: string, signal: AbortSignal): Promise<void> {
  while (!(await answers(url, edition, signal))) await sleep(POLL_MS, undefined, { signal })
}

async function answers(url: string, edition: string, signal: AbortSignal): Promise<boolean> {
  const response = await fetch(`${url}/_ministack/health`, { signal }).catch(() => undefined)
  signal.throwIfAborted()
  if (!response?.ok) return false
  const health: unknown = await response.json()
  return typeof health === 'object' && health !== null && 'edition' in health && health.edition === edition
}
