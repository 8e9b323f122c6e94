import { once } from 'node:events'

/** The promise's outcome, or the signal's reason as soon as that aborts; the promise is then left to itself. */
export async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise
  signal.throwIfAborted()
  const settled = new AbortController()
  const aborted = once(signal, 'abort', { signal: settled.signal }).then(() => Promise.reject(signal.reason))
  try {
    return await Promise.race([promise, aborted])
  } finally {
    settled.abort()
  }
}
