import type { Job } from '@chronicle/core'
import {
  buildJob,
  createFakeJobQueue,
  createFakeJobStore,
  createFakeMetrics,
  createSilentLog,
  fixedClock,
  lambdaContext,
  scheduleEvent,
} from '@chronicle/core/testing'
import type { Deps } from '../src/deps.ts'
import { createHandler } from '../src/handler.ts'

/** When the sweep begins, and a time that has come by then. */
export const NOW = '2026-03-04T06:00:00.000Z'
export const DUE = '2026-03-04T05:59:00.000Z'

/** A job that is due for the sweep. */
export const dueJob = (row: Partial<Job> = {}) => buildJob({ open: 'yes', lookAt: DUE, ...row })

/** The whole Lambda on fakes, and the schedule's event for it. */
export function createSweeper(rows: readonly Job[], overrides: Partial<Deps> = {}) {
  const fakes = {
    jobs: createFakeJobStore(...rows),
    queue: createFakeJobQueue(),
    clock: fixedClock(NOW),
    log: createSilentLog(),
    metrics: createFakeMetrics(),
    config: { ttlDays: 30 },
  }
  const handler = createHandler({ ...fakes, ...overrides })
  return {
    ...fakes,
    /** `remaining` are the milliseconds that the function has left whenever it asks. */
    sweep: (remaining: () => number = () => 60_000) =>
      handler(scheduleEvent, { ...lambdaContext(), getRemainingTimeInMillis: remaining }),
    row: (jobId = 'job-1') => fakes.jobs.rows.get(jobId),
    /** The line that says what a sweep did. */
    tally: () => fakes.log.lines.find(({ message }) => message === 'swept')?.fields,
  }
}
