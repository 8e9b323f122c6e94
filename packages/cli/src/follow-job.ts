import { setTimeout as sleep } from 'node:timers/promises'
import { isEnded, type JobView } from '@chronicle/core'
import type { ApiClient } from './api-client.ts'

const POLL_MS = 500

/**
 * Shows a job whenever it has changed, until it has ended; answers it as it is then. Throws the signal's reason when that is
 * aborted.
 */
export async function followJob(
  api: ApiClient,
  jobId: string,
  show: (job: JobView) => void,
  signal: AbortSignal,
): Promise<JobView> {
  let shown: string | undefined
  for (;;) {
    signal.throwIfAborted()
    const job = await api.job(jobId)
    const state = JSON.stringify(job)
    if (state !== shown) show(job)
    shown = state
    if (isEnded(job.status)) return job
    await sleep(POLL_MS, undefined, { signal })
  }
}
