import type { Evidence } from './evidence.ts'

/** What a recorder says when it has passed the fence, and no sooner: only a process that really ran can have. */
const PAST_THE_FENCE = 'recording'

/** How many recorders passed the fence, for each attempt of each job: `job-1/1` -> 1. */
export function recordersPast({ taskLines }: Pick<Evidence, 'taskLines'>): ReadonlyMap<string, number> {
  const past = taskLines.filter(({ message, jobId }) => message === PAST_THE_FENCE && jobId !== undefined)
  const attempts = Map.groupBy(past, ({ jobId, attempt }) => `${jobId}/${attempt}`)
  return new Map([...attempts].map(([attempt, lines]) => [attempt, lines.length]))
}

/** I1: at most one recorder passes the fence of an attempt. */
export function oneRecorder(evidence: Evidence): string[] {
  return [...recordersPast(evidence)].flatMap(([attempt, count]) =>
    count > 1 ? `${count} recorders passed the fence of ${attempt}` : [],
  )
}
