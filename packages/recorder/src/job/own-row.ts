import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Change,
  type Guard,
  isEnded,
  type Job,
  type JobStatus,
  lookAfter,
  openStatuses,
  statusesBefore,
} from '@chronicle/core'
import type { JobDeps } from '../deps.ts'
import { RunnerLost } from '../failures.ts'

type Attributes = NonNullable<Change['set']>

/** The job's row as its recorder writes it: every write on condition that the row is still this recorder's. */
export type OwnRow = {
  /** Notes how far it is. Answers the row; throws RunnerLost, or whatever kept the write from being made. */
  note(attributes: Attributes): Promise<Job>
  /** Moves on. A write that cannot be made is logged and left out: the status after it says as much. Throws RunnerLost. */
  moveTo(status: JobStatus, attributes: Attributes): Promise<void>
  /** Ends the job; tries again for half a minute, for nobody else knows what came out. Throws RunnerLost. */
  end(status: JobStatus, attributes: Attributes, reason?: string): Promise<void>
}

const END_PAUSES_MS = [500, 1000, 2000, 4000, 8000, 16_000]

export function createOwnRow(
  { assignment, jobs, clock, log }: Pick<JobDeps, 'assignment' | 'jobs' | 'clock' | 'log'>,
  endPausesMs: readonly number[] = END_PAUSES_MS,
): OwnRow {
  const { jobId, attempt, launch, runner } = assignment
  const mine = { attempt, launch, runner }
  const heardOf = () => lookAfter('recorder', clock.now())

  const change = async (guard: Guard, wanted: Change): Promise<Job> => {
    const outcome = await jobs.change(jobId, { ...mine, ...guard }, wanted)
    if (outcome.changed) return outcome.job
    const { job } = outcome
    // A write that the SDK repeated, because its answer was lost, finds its own work done.
    const isDone = job?.attempt === attempt && job.runner === runner && job.status === wanted.set?.status
    if (isDone) return job
    throw new RunnerLost(`job "${jobId}" is ${job?.status ?? 'gone'} and recorded by ${job?.runner ?? 'nobody'}`)
  }
  const transition = (status: JobStatus, attributes: Attributes, reason?: string) => {
    const event = { at: clock.now().toISOString(), status, attempt, ...(reason !== undefined && { reason }) }
    // What is still there of an attempt that brought nothing is not an earlier recording's.
    const stale = (['uploadId', 'gaps'] as const).filter((attribute) => !(attribute in attributes))
    const remove = isEnded(status) ? stale : []
    return change({ status: statusesBefore(status) }, { set: { ...attributes, status }, remove, event })
  }

  return {
    note: (attributes) => change({ status: openStatuses }, { set: { ...attributes, ...heardOf() } }),
    moveTo: async (status, attributes) => {
      try {
        await transition(status, { ...attributes, ...heardOf() })
      } catch (error) {
        if (error instanceof RunnerLost) throw error
        log.warn('status not written', { jobId, status, error })
      }
    },
    end: async (status, attributes, reason) => {
      for (const pause of [...endPausesMs, undefined]) {
        try {
          await transition(status, attributes, reason)
          return
        } catch (error) {
          if (error instanceof RunnerLost || pause === undefined) throw error
          log.warn('end of the job not written yet', { jobId, status, error })
          await sleep(pause)
        }
      }
    },
  }
}
