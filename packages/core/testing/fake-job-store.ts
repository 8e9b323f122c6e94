import { isDeepStrictEqual } from 'node:util'
import {
  type Change,
  type DueJob,
  type Guard,
  InvalidCursor,
  type Job,
  type JobQuery,
  type JobStore,
  removedBy,
  withEvent,
} from '../src/index.ts'

/** The table of jobs in memory, with the same conditions as the real one. */
export function createFakeJobStore(...rows: readonly Job[]): JobStore & { readonly rows: Map<string, Job> } {
  const jobs = new Map(rows.map((job) => [job.jobId, job]))
  return {
    rows: jobs,
    create: async (job) => {
      const existing = jobs.get(job.jobId)
      if (existing) return { created: false, job: existing }
      jobs.set(job.jobId, structuredClone(job))
      return { created: true, job }
    },
    get: async (jobId) => jobs.get(jobId),
    change: async (jobId, when, change) => {
      const job = jobs.get(jobId)
      if (!job) return { changed: false }
      if (!holds(when, job)) return { changed: false, job }
      const changed = apply(change, job)
      jobs.set(jobId, changed)
      return { changed: true, job: changed }
    },
    remove: async (jobId, when) => {
      const job = jobs.get(jobId)
      if (!job) return { removed: false }
      return holds(when, job) ? { removed: jobs.delete(jobId) } : { removed: false, job }
    },
    list: async (query) => list([...jobs.values()], query),
    count: async (statuses, atMost) => {
      const counted = [...jobs.values()].filter((job) => job.kind === 'recording' && statuses.includes(job.status))
      return Math.min(counted.length, atMost)
    },
    async *due(at) {
      yield* due([...jobs.values()], at)
    },
  }
}

function holds(when: Guard, job: Job): boolean {
  return (
    (when.status === undefined || when.status.includes(job.status)) &&
    (when.attempt === undefined || when.attempt === job.attempt) &&
    (when.launch === undefined || when.launch === job.launch) &&
    (when.runner === undefined || when.runner === job.runner) &&
    (when.runnerAbsentOr === undefined || job.runner === undefined || when.runnerAbsentOr === job.runner) &&
    (when.seeder === undefined || when.seeder === job.seeder) &&
    (when.seederAbsentOr === undefined || job.seeder === undefined || when.seederAbsentOr === job.seeder) &&
    (when.seeding === undefined || (job.seeding !== undefined && when.seeding.includes(job.seeding.state))) &&
    (when.absent ?? []).every((attribute) => job[attribute] === undefined) &&
    (when.dueAt === undefined || job.nextAt === undefined || job.nextAt <= when.dueAt) &&
    (when.lookAt === undefined || when.lookAt === job.lookAt) &&
    (when.attempts === undefined || isDeepStrictEqual(when.attempts, job.attempts)) &&
    (when.cancelNotRequested === undefined || job.cancelRequested === undefined) &&
    (when.backfillAfter === undefined || when.backfillAfter === job.backfill?.after) &&
    (when.eventCount === undefined || when.eventCount === job.events.length)
  )
}

function apply(change: Change, job: Job): Job {
  const changed: Job = { ...job, ...structuredClone(change.set) }
  for (const attribute of removedBy(change)) delete changed[attribute]
  return { ...changed, events: change.event ? withEvent(job.events, change.event) : job.events }
}

function due(jobs: readonly Job[], at: string): DueJob[] {
  return jobs
    .flatMap(({ jobId, status, sendSeq, open, lookAt }) =>
      open !== undefined && lookAt !== undefined && lookAt <= at ? [{ jobId, status, sendSeq, lookAt }] : [],
    )
    .sort((a, b) => (a.lookAt < b.lookAt ? -1 : 1))
}

function list(jobs: readonly Job[], { status, limit, cursor }: JobQuery) {
  const position = (job: Job) => `${job.createdAt} ${job.jobId}`
  const matching = jobs
    .filter((job) => job.kind === 'recording' && (status === undefined || job.status === status))
    .sort((a, b) => (position(a) < position(b) ? 1 : -1))
  if (cursor !== undefined && !/^\S+Z \S+$/.test(cursor)) throw new InvalidCursor(cursor)
  // The row of the cursor may be gone from the list by now.
  const rest = matching.filter((job) => cursor === undefined || position(job) < cursor)
  const items = rest.slice(0, limit)
  const last = items.at(-1)
  return { items, ...(last && rest.length > limit && { nextCursor: position(last) }) }
}
