import { ChronicleError, findJob, type Job, NotADeadLetter, type Redrive } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { retryJob } from './retry-job.ts'

type RedriveDeps = Pick<Deps, 'jobs' | 'queue' | 'clock' | 'config' | 'log' | 'metrics'>

/** So many failed jobs are looked at together, dead letters or not. */
const PAGE = 50

/** Begins the next attempt of the one job, whose message is a dead letter. Throws JobNotFound, NotADeadLetter, JobNotRetryable. */
export async function redriveDeadLetter(deps: RedriveDeps, jobId: string): Promise<Redrive> {
  return { redriven: [await redrive(deps, jobId)], notRedriven: [] }
}

/**
 * Begins the next attempt of every job whose message is a dead letter, newest first, as long as `hasTime` says so: what there
 * was no time for follows after `nextCursor`. A job that cannot be tried again holds up no other.
 */
export async function redriveDeadLetters(
  deps: RedriveDeps,
  cursor: string | undefined,
  hasTime: () => boolean,
): Promise<Redrive> {
  const outcomes: Outcome[] = []
  let position = cursor
  do {
    const query = { status: 'FAILED', limit: PAGE, ...(position !== undefined && { cursor: position }) } as const
    const { items, nextCursor } = await deps.jobs.list(query)
    outcomes.push(...(await Promise.all(items.filter(isDeadLetter).map((job) => outcomeOf(deps, job.jobId)))))
    position = nextCursor
  } while (position !== undefined && hasTime())
  return {
    redriven: outcomes.flatMap((outcome) => ('attempt' in outcome ? outcome : [])),
    notRedriven: outcomes.flatMap((outcome) => ('code' in outcome ? outcome : [])),
    ...(position !== undefined && { nextCursor: position }),
  }
}

type Outcome = Redrive['redriven'][number] | Redrive['notRedriven'][number]

const isDeadLetter = (job: Job) => job.status === 'FAILED' && job.deadLetteredAt !== undefined

async function redrive(deps: RedriveDeps, jobId: string): Promise<Redrive['redriven'][number]> {
  const job = await findJob(deps, jobId)
  if (!isDeadLetter(job)) throw new NotADeadLetter(jobId, job.status)
  const { attempt } = await retryJob(deps, job, 'redriven from the dead letters')
  return { jobId, attempt }
}

async function outcomeOf(deps: RedriveDeps, jobId: string): Promise<Outcome> {
  try {
    return await redrive(deps, jobId)
  } catch (error) {
    if (error instanceof ChronicleError) return { jobId, code: error.code, reason: error.message }
    deps.log.error('dead letter not redriven', { jobId, error })
    return { jobId, code: 'INTERNAL', reason: 'something unexpected went wrong; the log says what. Redrive it again' }
  }
}
