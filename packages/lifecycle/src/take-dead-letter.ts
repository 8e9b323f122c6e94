import { isEnded, type Job, keptBody, namedJob, rejectedJob, type WatchedTask } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { cancelledAs } from './hold-job.ts'
import { startedByOf } from './launch-id.ts'
import { countEnd, ending, endOfAttempt } from './settle-job.ts'

export type DeadLetter = { readonly messageId: string; readonly body: string }

const CODE = 'DEAD_LETTERED'
const WHY = 'its message could not be served, however often it came; the log of dispatch-to-ecs says why'

/**
 * Makes a dead letter seen: its job has FAILED, and keeps the message, where it would wait for ever; a job that goes on
 * without it, or is over, gets an event. A message that belongs to no job becomes one. Taken twice, it is seen once.
 */
export async function takeDeadLetter(deps: Deps, letter: DeadLetter): Promise<void> {
  const jobId = namedJob(letter.body) ?? letter.messageId
  const job = (await deps.jobs.get(jobId)) ?? (await createRow(deps, jobId, letter))
  if (!job) return
  const isStuck = job.status === 'PENDING' && !waits(deps, job) && !(await hasTask(deps, job))
  if (!(isStuck && (await failJob(deps, job, letter)))) await noteEvent(deps, job, letter)
}

/** Answers the row that somebody else wrote meanwhile. */
async function createRow({ jobs, clock, config, log, metrics }: Deps, jobId: string, letter: DeadLetter) {
  const now = clock.now()
  const problem = Object.assign(new Error(`${WHY}; mend it, then retry the job`), { code: CODE })
  const row = rejectedJob(jobId, letter.body, problem, now, config.ttlDays)
  const { created, job } = await jobs.create({ ...row, deadLetteredAt: now.toISOString() })
  if (!created) return job
  count({ log, metrics }, jobId, letter, 'a job of its own')
  metrics.count('JobFailed', { code: CODE })
  return undefined
}

/** The sweep rings for it when its time has come. */
const waits = ({ clock }: Deps, { nextAt }: Job) => nextAt !== undefined && nextAt > clock.now().toISOString()

async function hasTask({ tasks }: Deps, job: Job): Promise<boolean> {
  if (job.runner !== undefined) return true
  const found: readonly WatchedTask[] = await tasks.startedBy(startedByOf(job))
  return found.length > 0
}

async function failJob(deps: Deps, job: Job, letter: DeadLetter): Promise<boolean> {
  const { jobs, clock } = deps
  const { jobId, attempt, launch, statusReason } = job
  const error = `${WHY}${statusReason === undefined ? '' : ` (it waited: ${statusReason})`}; mend it, then retry the job`
  const change = ending(deps, job, endOfAttempt(job, { errorCode: CODE, error }))
  const letterOf = { deadLetteredAt: clock.now().toISOString(), requestBody: keptBody(letter.body) }
  const outcome = await jobs.change(
    jobId,
    { attempt, launch, status: ['PENDING'], absent: ['runner'], dueAt: clock.now().toISOString(), ...cancelledAs(job) },
    { ...change, set: { ...change.set, ...letterOf } },
  )
  if (!outcome.changed) return false
  count(deps, jobId, letter, 'failed')
  countEnd(deps, outcome.job)
  return true
}

async function noteEvent(deps: Deps, { jobId }: Job, letter: DeadLetter): Promise<void> {
  const { jobs, clock } = deps
  const job = await jobs.get(jobId)
  const reason = `message ${letter.messageId} of this job became a dead letter: ${WHY}`
  if (!job || job.events.some((event) => event.reason === reason)) return
  const event = { at: clock.now().toISOString(), status: job.status, attempt: job.attempt, reason }
  // Of two that tell it at once, the second reads that it was told.
  const same = { status: [job.status], attempt: job.attempt, eventCount: job.events.length }
  const { changed } = await jobs.change(jobId, same, { event })
  if (!changed) return noteEvent(deps, job, letter)
  count(deps, jobId, letter, isEnded(job.status) ? 'over already' : 'goes on')
}

function count({ log, metrics }: Pick<Deps, 'log' | 'metrics'>, jobId: string, { messageId }: DeadLetter, job: string) {
  metrics.count('DeadLettered')
  log.error('dead letter', { jobId, messageId, job })
}
