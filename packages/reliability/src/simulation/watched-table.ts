import type { Job, JobStore } from '@chronicle/core'
import type { createFakeJobStore } from '@chronicle/core/testing'

type Table = ReturnType<typeof createFakeJobStore>

/** What happened to a row: `before` is absent for a new one, `after` for one that was removed. */
export type Look = (before: Job | undefined, after: Job | undefined) => void

/** The table, and a look at whatever each write does to its row. */
export function watch(table: Table, look: Look): JobStore {
  const seen = <Answer>(jobId: string, write: () => Promise<Answer>): Promise<Answer> => {
    const before = table.rows.get(jobId)
    const answer = write() // the fake has written by the time it answers its promise
    const after = table.rows.get(jobId)
    if (after !== before) look(before, after)
    return answer
  }
  const { rows: _, ...store } = table
  return {
    ...store,
    create: (job) => seen(job.jobId, () => table.create(job)),
    change: (jobId, when, change) => seen(jobId, () => table.change(jobId, when, change)),
    remove: (jobId, when) => seen(jobId, () => table.remove(jobId, when)),
  }
}
