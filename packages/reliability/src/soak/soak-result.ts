import type { LineFault } from './line-fault.ts'
import { hasEnded, type Row } from './read-rows.ts'
import type { Accepted } from './submit.ts'

export type SoakOptions = {
  readonly jobs: number
  /** It is over then, whatever is still open. */
  readonly minutes: number
  readonly seed: number
  readonly sqsShare: number
  readonly perSecond: number
  /** So many jobs are open at most: no more are submitted then. */
  readonly atOnce: number
  /** How many of the jobs are of a stream that is really recorded. */
  readonly streams: number
  /** Of 1: how many calls to AWS have a fault. */
  readonly faultShare: number
  readonly secondsBetweenRestarts: number
}

export type Progress = {
  readonly seconds: number
  readonly accepted: number
  readonly ended: number
  readonly restarts: number
  readonly calls: number
  readonly faults: Readonly<Partial<Record<LineFault, number>>>
}

export type Evidence = Omit<Progress, 'accepted' | 'ended'> & {
  readonly options: SoakOptions
  readonly accepted: readonly Accepted[]
  readonly rows: ReadonlyMap<string, Row>
  readonly recorders: ReadonlyMap<string, number>
  readonly refusals: number
  /** How many messages the queue and the dead letters still hold. */
  readonly messages: number
}

export type SoakResult = Omit<Evidence, 'rows' | 'recorders'> & {
  /** Accepted jobs that nothing will ever take up: open ones that the sweep does not look at, and those of neither row nor message. */
  readonly lost: readonly string[]
  /** Accepted jobs that had not ended when the time was over, though they still would. */
  readonly unfinished: readonly string[]
  /** Attempts (`job/attempt`) that more than one recorder recorded. */
  readonly recordedTwice: readonly string[]
  readonly recordersPastFence: number
  /** How many jobs came to which end. */
  readonly ends: ReadonlyMap<string, number>
  /** Seconds from a job's submission to its launch. */
  readonly queueToLaunch: { readonly p50: number; readonly p99: number; readonly longest: number }
  /** The job that waited longest; undefined where none was launched. */
  readonly slowest: string | undefined
}

/** Says what a soak came to. */
export function judge({ rows, recorders, ...evidence }: Evidence): SoakResult {
  const { accepted, messages } = evidence
  const open = accepted.filter(({ jobId }) => !hasEnded(rows.get(jobId))).map(({ jobId }) => jobId)
  const withoutRow = open.filter((jobId) => !rows.has(jobId))
  const waiting = open.filter((jobId) => rows.get(jobId)?.lookAt !== undefined)
  const forgotten = open.filter((jobId) => rows.has(jobId) && !waiting.includes(jobId))
  // A message without a row is known by its number only.
  const isHeld = withoutRow.length <= messages
  const jobs = accepted.map(({ jobId }) => rows.get(jobId))
  const ends = new Map<string, number>()
  for (const row of jobs) ends.set(endOf(row), (ends.get(endOf(row)) ?? 0) + 1)
  const waits = accepted.flatMap(({ jobId, at }) => {
    const startedAt = rows.get(jobId)?.startedAt
    return startedAt === undefined ? [] : { jobId, seconds: (Date.parse(startedAt) - at) / 1000 }
  })
  const waited = waits.map((wait) => wait.seconds)
  const longest = percentile(waited, 1)
  return {
    ...evidence,
    lost: [...forgotten, ...(isHeld ? [] : withoutRow)],
    unfinished: [...waiting, ...(isHeld ? withoutRow : [])],
    recordedTwice: [...recorders].flatMap(([attempt, count]) => (count > 1 ? [attempt] : [])),
    recordersPastFence: [...recorders.values()].reduce((sum, count) => sum + count, 0),
    ends: new Map([...ends].sort()),
    queueToLaunch: { p50: percentile(waited, 0.5), p99: percentile(waited, 0.99), longest },
    slowest: waits.find((wait) => wait.seconds === longest)?.jobId,
  }
}

function endOf(row: Row | undefined): string {
  if (!row) return 'no row'
  const { status, errorCode, partial } = row
  return [status, errorCode, partial && 'partial'].filter(Boolean).join(' ')
}

/** The nearest rank: the smallest value that so much of all does not exceed. NaN of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}
