import type { Job, Log } from '@chronicle/core'
import type { OwnRow } from './own-row.ts'

/** The row of a recording that has no job: what would be written into it goes to the log. */
export function createLoggedRow(log: Log, job: Job): OwnRow {
  const { jobId } = job
  return {
    note: async (attributes) => {
      log.info('progress', { jobId, ...attributes })
      return job
    },
    moveTo: async (status, attributes) => log.info(status, { jobId, ...attributes }),
    end: async (status, { ttl: _, ...attributes }) => log.info(status, { jobId, ...attributes }),
  }
}
