import { type Change, type Guard, type Job, type JobEnd, orEarlierRecording, ttlAt } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { cancelledAs, ownedAs } from './hold-job.ts'
import { keepRecording, type Recording } from './keep-recording.ts'
import { beginNext, goesOn } from './next-attempt-of.ts'
import type { TaskEnd } from './stopped-task.ts'

/** Whether it was this call that settled the job, and the job as it is then. */
export type Settlement = { readonly settled: boolean; readonly job: Job }

const CANCELLED = 'CANCEL_REQUESTED'

/**
 * Settles a job whose recorder is over and has left it open: keeps what there is of its recording, then has the job go on with
 * its next attempt, or ends it. The one way in which that happens, for events and for the sweep: called again, or by two at
 * once, it comes to the same, and one of them writes it.
 */
export async function settleJob(deps: Deps, job: Job, end: TaskEnd): Promise<Settlement> {
  const recording = await recordingOf(deps, job, end)
  const next = goesOn(job, end, recording, deps) ? await goOn(deps, job, end, recording) : { settled: false, job }
  // Where it did not go on although it was to, its cancellation was asked for meanwhile, or it has moved on.
  return next.settled ? next : endJob(deps, ownedAs(job), next.job, end, recording)
}

/** The task of a torrent has recorded nothing: what is at the row's key is somebody's object. */
async function recordingOf(deps: Deps, job: Job, { errorCode }: TaskEnd): Promise<Recording | undefined> {
  if (job.kind === 'torrent') return undefined
  return keepRecording(deps, job, job.cancelRequested ? CANCELLED : errorCode)
}

async function goOn(deps: Deps, job: Job, end: TaskEnd, recording: Recording | undefined): Promise<Settlement> {
  const { jobs, queue, clock, log } = deps
  const { jobId, attempt, launch } = job
  const next = beginNext(job, endOfAttempt(job, end, recording), end, clock.now())
  const outcome = await jobs.change(jobId, { ...ownedAs(job), cancelNotRequested: true }, next)
  if (!outcome.changed) return { settled: false, job: outcome.job ?? job }
  log.info('job goes on with its next attempt', { jobId, attempt, launch, code: end.errorCode, key: recording?.s3Key })
  // One that waits is rung for by the sweep when its time has come.
  if (outcome.job.nextAt === undefined) await queue.ring(jobId, outcome.job.sendSeq)
  return { settled: true, job: outcome.job }
}

async function endJob(
  deps: Deps,
  owned: Guard,
  job: Job,
  end: TaskEnd,
  recording: Recording | undefined,
): Promise<Settlement> {
  const { jobId, attempt, launch } = job
  const change = ending(deps, job, endOfAttempt(job, end, recording))
  const outcome = await deps.jobs.change(jobId, { ...owned, ...cancelledAs(job) }, change)
  // Its cancellation was asked for meanwhile: then that is what it ends as.
  if (!outcome.changed && outcome.job?.cancelRequested && !job.cancelRequested)
    return endJob(deps, owned, outcome.job, end, recording)
  const { status } = outcome.job ?? job
  deps.log.info(outcome.changed ? 'job ended with its task' : 'job has moved on', { jobId, attempt, launch, status })
  if (outcome.changed) countEnd(deps, outcome.job)
  return { settled: outcome.changed, job: outcome.job ?? job }
}

/** What an attempt came to: a recording that is cut short, or nothing. */
export function endOfAttempt(
  job: Job,
  { errorCode, error, exitCode }: Pick<TaskEnd, 'errorCode' | 'error' | 'exitCode'>,
  recording?: Recording,
): JobEnd {
  if (recording) {
    const reason = `${recording.endReason}: ${recording.size} bytes of the recording are kept`
    return { status: 'COMPLETED', attributes: recording, reason }
  }
  if (job.cancelRequested) return { status: 'CANCELLED', attributes: { endReason: CANCELLED }, reason: CANCELLED }
  const exit = exitCode === undefined ? {} : { exitCode }
  return { status: 'FAILED', attributes: { errorCode, error, ...exit }, reason: error }
}

/** The change that ends a job with its attempt. */
export function ending({ clock, config }: Pick<Deps, 'clock' | 'config'>, job: Job, end: JobEnd): Change {
  const { status, attributes, reason } = end.status === 'COMPLETED' ? end : orEarlierRecording(job, end)
  const now = clock.now()
  const at = now.toISOString()
  const set = { ...attributes, status, finishedAt: at, endHeardAt: at, ttl: ttlAt(now, config.ttlDays) }
  const stale = (['uploadId', 'nextAt', 'statusReason', 'gaps'] as const).filter(
    (attribute) => !(attribute in attributes),
  )
  return { set, remove: stale, event: { at, status, attempt: job.attempt, ...(reason !== undefined && { reason }) } }
}

/** Counts an ended job; a cancelled one is neither a success nor a failure. Torrents are counted beside. */
export function countEnd({ metrics }: Pick<Deps, 'metrics'>, { kind, status, errorCode = 'UNKNOWN' }: Job): void {
  if (kind === 'torrent') {
    if (status === 'FAILED') metrics.count('TorrentFailed', { code: errorCode })
    return
  }
  if (status === 'COMPLETED') metrics.count('JobCompleted')
  if (status === 'FAILED') metrics.count('JobFailed', { code: errorCode })
}
