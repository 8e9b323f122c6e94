import { isEnded, OutOfTime } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { holdUp } from './hold-up.ts'
import { servePage } from './serve-page.ts'

/**
 * Goes on with a backfill from its checkpoint, page by page, until it is done or there is no time: then the next sweep has somebody
 * else go on. Where another invocation is at it, or it has ended, it is left to that. What is done and not noted is done
 * again, which is harmless. Throws where a page cannot be listed or nothing of it ordered; its row says why, and it is tried again.
 */
export async function runBackfill(deps: Deps, jobId: string, hasTime: () => boolean): Promise<void> {
  let job = await deps.jobs.get(jobId)
  while (job?.kind === 'backfill' && !isEnded(job.status)) {
    const current = job
    job = await servePage(deps, current, hasTime).catch(async (error: unknown) => {
      if (!(error instanceof OutOfTime)) await holdUp(deps, current, error)
      throw error
    })
  }
}
