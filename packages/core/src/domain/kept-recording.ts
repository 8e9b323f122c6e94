import type { Attempt, Job } from './job.ts'

/** How an attempt ends its job: the status, what the row says of it, and the reason that stands in its events. */
export type JobEnd = {
  readonly status: 'COMPLETED' | 'FAILED' | 'CANCELLED'
  readonly attributes: Partial<Omit<Job, 'jobId' | 'events' | 'status'>>
  readonly reason?: string | undefined
}

/**
 * What a job ends as when its attempt brought nothing: as `end` says, unless an earlier attempt's recording is kept. A job that
 * has a recording ends COMPLETED with it, as partial, and says what became of the attempt after it; see ADR 0018. Of several
 * recordings it is the largest; `attempts` has them all.
 */
export function orEarlierRecording({ attempt, attempts = [] }: Pick<Job, 'attempt' | 'attempts'>, end: JobEnd): JobEnd {
  const [kept] = attempts.filter(isKept).sort((a, b) => (b.size ?? 0) - (a.size ?? 0))
  if (!kept) return end
  const { attempt: keptAttempt, status: _, startedAt: __, finishedAt: ___, ...recording } = kept
  const reason = `attempt ${attempt} brought nothing (${end.reason ?? end.status}); attempt ${keptAttempt} is kept`
  return { status: 'COMPLETED', attributes: { ...recording, partial: true, statusReason: reason }, reason }
}

const isKept = ({ status, s3Key, size = 0 }: Attempt) => status === 'COMPLETED' && s3Key !== undefined && size > 0
