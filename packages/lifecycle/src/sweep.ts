import type { Deps } from './deps.ts'
import { serveDueJob } from './serve-due-job.ts'

/** What there was no time for is counted as far as this: counting takes time too. */
const MOST_LEFT_COUNTED = 1000

/** The sweep leaves off this long before the function is stopped: time for a call that needs all of its attempts. */
const RESERVE_MS = 20_000
/** A judgement may have a large recording put together and hashed. */
const JUDGEMENT_MS = 260_000

/**
 * The sweep: looks at every job that is due for it, the longest due first, as long as there is time for it; the next sweep
 * finds what is left. A job that cannot be served holds up no other. Throws an AggregateError of what went wrong, at the end.
 * `remaining` says how many milliseconds there are.
 */
export async function sweep(deps: Deps, remaining: () => number): Promise<void> {
  const { jobs, clock, log } = deps
  const tally = {
    ...{ rung: 0, goneOn: 0, seeded: 0, settled: 0, stopped: 0, dropped: 0 },
    ...{ movedOn: 0, leftAlone: 0, failed: 0, left: 0 },
  }
  const failures: unknown[] = []
  for await (const due of jobs.due(clock.now().toISOString())) {
    if (remaining() > RESERVE_MS) {
      try {
        tally[await serveDueJob(deps, due, () => remaining() > JUDGEMENT_MS)] += 1
      } catch (error) {
        tally.failed += 1
        failures.push(error)
        log.error('due job not served', { jobId: due.jobId, error })
      }
    } else tally.left += 1
    if (tally.left >= MOST_LEFT_COUNTED) break
  }
  log.info('swept', tally)
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} due jobs could not be served`)
}
