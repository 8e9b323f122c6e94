import type { Seeding } from '@chronicle/core'
import type { Deps } from '../deps.ts'
import { RowLost } from '../failures.ts'

/** Where the seeder tells how it goes. Nothing but the seeding is ever written: the job's status is not the seeder's. */
export type SeedingRow = {
  /** Tells how it goes. A write that cannot be made is logged and left out: the next one says as much. Throws RowLost. */
  note(seeding: Seeding): Promise<void>
  /** Tells how it ended, and lets go of the row. Throws RowLost, or what kept the write from being made. */
  end(seeding: Seeding): Promise<void>
}

/** A job's row as its seeder writes it: every write on condition that the row is still this seeder's. */
export function createJobRow(
  { jobs, log, seeder }: Pick<Deps, 'jobs' | 'log' | 'seeder'>,
  { jobId, attempt }: { readonly jobId: string; readonly attempt: number },
): SeedingRow {
  const lost = () => new RowLost(`job "${jobId}" is gone, at another attempt, or in the hands of another seeder`)
  return {
    note: async (seeding) => {
      try {
        if (!(await jobs.change(jobId, { attempt, seeder }, { set: { seeding } })).changed) throw lost()
      } catch (error) {
        if (error instanceof RowLost) throw error
        log.warn('row not written', { jobId, error })
      }
    },
    end: async (seeding) => {
      const ended = { set: { seeding }, remove: ['seeder', 'open', 'lookAt'] as const }
      const { changed, job } = await jobs.change(jobId, { attempt, seeder }, ended)
      // A write that the SDK repeated, because its answer was lost, finds its own work done.
      const isDone = job?.attempt === attempt && job.seeder === undefined && job.seeding?.since === seeding.since
      if (!changed && !isDone) throw lost()
    },
  }
}

/** A torrent that is seeded by its key has no row; the log says it all. */
export const noRow: SeedingRow = { note: async () => {}, end: async () => {} }
