import { setTimeout as sleep } from 'node:timers/promises'
import { isEnded, type JobView } from '@chronicle/core'
import { type ApiClient, ApiError } from './api-client.ts'

const POLL_MS = 500
/** A backfill may take all the concurrency of an account, so that the API has none for a while. */
const PATIENCE_MS = 60_000

/**
 * Shows a job whenever it has changed, until it has ended; answers it as it is then. Throws the signal's reason when that is
 * aborted, and ApiError when the API refuses; where that may pass, when it has refused for so many milliseconds.
 */
export async function followJob(
  api: ApiClient,
  jobId: string,
  show: (job: JobView) => void,
  signal: AbortSignal,
  patienceMs = PATIENCE_MS,
): Promise<JobView> {
  let shown: string | undefined
  let heard = Date.now()
  for (;;) {
    signal.throwIfAborted()
    const job = await api.job(jobId).catch((error: unknown) => {
      if (error instanceof ApiError && error.isPassing && Date.now() - heard < patienceMs) return undefined
      throw error
    })
    if (job !== undefined) {
      heard = Date.now()
      const state = JSON.stringify(job)
      if (state !== shown) show(job)
      shown = state
      if (isEnded(job.status)) return job
    }
    await sleep(POLL_MS, undefined, { signal })
  }
}
