import type { Job } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'

/** A time that has come by the time of the sweep. */
export const DUE = '2026-03-04T05:59:00.000Z'

/** A job that is due for the sweep. */
export const dueJob = (row: Partial<Job> = {}) => buildJob({ open: 'yes', lookAt: DUE, ...row })

/** What a sweep says that had nothing to do. */
export const nothing = {
  ...{ rung: 0, goneOn: 0, seeded: 0, settled: 0, stopped: 0, dropped: 0 },
  ...{ movedOn: 0, leftAlone: 0, failed: 0, left: 0 },
}
