import type { Attempt, Job, JobEvent } from '../domain/job.ts'
import type { SeedingState } from '../domain/seeding.ts'
import type { JobStatus } from '../domain/status.ts'

/** What must hold of the stored row for a change to happen. Every condition given must hold; a missing row fails any. */
export type Guard = {
  readonly status?: readonly JobStatus[]
  readonly attempt?: number
  readonly launch?: number
  /** The row names this runner. */
  readonly runner?: string
  /** The row names this runner, or none yet: the fence. */
  readonly runnerAbsentOr?: string
  /** The row names this seeder. */
  readonly seeder?: string
  /** The row names this seeder, or none: the fence of seeders. */
  readonly seederAbsentOr?: string
  /** The row's seeding is in one of these states. */
  readonly seeding?: readonly SeedingState[]
  /** These attributes are not set. */
  readonly absent?: readonly (keyof Job)[]
  /** The row waits for nothing, or what it waits for is due at this time (ISO 8601). */
  readonly dueAt?: string
  /** The sweep was to look at the job at exactly this time: nothing has moved it since. */
  readonly lookAt?: string
  /** The attempts before the row's are exactly these, as they were read: nobody has noted anything with one of them since. */
  readonly attempts?: readonly Attempt[]
  readonly cancelNotRequested?: true
  /** The row's backfill is at this checkpoint. */
  readonly backfillAfter?: string
  /** The row has so many events, so nobody has told another one since they were read. */
  readonly eventCount?: number
}

/** What is written when the guard holds, in one atomic write. A change to an ended status also removes the job's `Look`. */
export type Change = {
  readonly set?: Partial<Omit<Job, 'jobId' | 'events'>>
  readonly remove?: readonly (keyof Job)[]
  /** Appended to the row's events, of which the oldest go when there are many; see job-events.ts. */
  readonly event?: JobEvent
}

/** Whether the change happened, and the row as it is now: absent only where there is no such row. */
export type ChangeOutcome =
  | { readonly changed: true; readonly job: Job }
  | { readonly changed: false; readonly job?: Job }

/** Whether the row was removed; if not, the row that is there: absent only where there is none. */
export type RemoveOutcome = { readonly removed: boolean; readonly job?: Job }

export type CreateOutcome = { readonly created: boolean; readonly job: Job }

export type JobQuery = { readonly status?: JobStatus; readonly limit: number; readonly cursor?: string }
export type JobPage = { readonly items: readonly Job[]; readonly nextCursor?: string }

/** What the index of open jobs says of one: a hint, as it may be older than the row. */
export type DueJob = Pick<Job, 'jobId' | 'status' | 'sendSeq'> & { readonly lookAt: string }

/** The table of jobs. Every write is conditional: the row is the truth, and whoever finds it moved on does nothing. */
export interface JobStore {
  /** Writes the row if there is none with its id; answers the row that is there. */
  create(job: Job): Promise<CreateOutcome>
  get(jobId: string): Promise<Job | undefined>
  change(jobId: string, when: Guard, change: Change): Promise<ChangeOutcome>
  remove(jobId: string, when: Guard): Promise<RemoveOutcome>
  /**
   * Recordings (never torrent rows), newest first. Page by page each that matches all the while is listed once, whatever
   * rows come, go and change meanwhile. Throws InvalidCursor for a cursor it did not make.
   */
  list(query: JobQuery): Promise<JobPage>
  /** How many recordings are in these statuses, counted no further than `atMost` or a little over. By an index: it may lag by moments. */
  count(statuses: readonly JobStatus[], atMost: number): Promise<number>
  /** The open jobs that the sweep has to look at by this time (ISO 8601), the longest due first; read page by page as they are taken. */
  due(at: string): AsyncIterable<DueJob>
}
