import type { Job, WatchedTask } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { isOfEarlierJob } from './earlier-job.ts'
import { startedByOf } from './launch-id.ts'
import { launchSeeder } from './launch-seeder.ts'
import { secondsAllowed } from './next-attempt-of.ts'
import { settleJob } from './settle-job.ts'
import { endOf, missing, SILENT, type TaskEnd } from './stopped-task.ts'

/** What became of a job of which nothing is heard. */
export type Judgement = 'settled' | 'stopped' | 'leftAlone' | 'movedOn'

/** How long ECS may not yet know a task that was launched. */
const MISSING_MS = 10 * 60_000
/** How long a living recorder may be cut off from the table: its recording goes on meanwhile. */
const SILENCE_MS = 60 * 60_000
/** What a recorder gets beyond its recording's longest time, to upload what is left of it. */
const GRACE_MS = 30 * 60_000

/**
 * Judges a job of which nothing has been heard for a while by what ECS says of its task, and by nothing else: it is settled
 * when that has stopped, or is not known ten minutes after its launch. A living task is left alone; it is asked to stop when
 * its job was cancelled, has gone on for longer than it may, or has been silent for an hour, and judged again when it has.
 */
export async function judgeJob(deps: Deps, job: Job): Promise<Judgement> {
  if (job.taskDefinition === undefined && job.runner === undefined)
    return settle(deps, job, missing('recorder'), 'NEVER_LAUNCHED')
  const tasks = await tasksOf(deps, job)
  const living = tasks.find(({ lastStatus }) => lastStatus !== 'STOPPED')
  if (living) return judgeLiving(deps, job, living)
  const [stopped] = tasks
  if (stopped) return settle(deps, job, endOf(stopped, 'recorder'), 'TASK_STOPPED')
  if (silenceOf(deps, job) < MISSING_MS) return 'leftAlone'
  return settle(deps, job, missing('recorder'), 'TASK_MISSING')
}

/** The task that has the job; where none is known, those of its launch. */
async function tasksOf({ tasks }: Deps, job: Job): Promise<readonly WatchedTask[]> {
  const known = [job.runner, job.taskArn].find((name) => name?.startsWith('arn:'))
  if (known === undefined) {
    const found = await tasks.startedBy(startedByOf(job))
    return found.filter((task) => !isOfEarlierJob(task, job))
  }
  const task = await tasks.find(known)
  return task ? [task] : []
}

async function settle(deps: Deps, job: Job, end: TaskEnd, reason: string): Promise<Judgement> {
  const outcome = await settleJob(deps, job, end)
  if (!outcome.settled) return 'movedOn'
  deps.log.warn('job settled by the sweep', { jobId: job.jobId, attempt: job.attempt, reason })
  deps.metrics.count('SweepRepaired', { reason })
  await launchSeeder(deps, outcome.job)
  return 'settled'
}

async function judgeLiving(deps: Deps, job: Job, { taskArn }: WatchedTask): Promise<Judgement> {
  const [reason, words] = reasonToStop(deps, job) ?? []
  if (reason === undefined || words === undefined) return 'leftAlone'
  deps.log.warn('task asked to stop by the sweep', { jobId: job.jobId, attempt: job.attempt, taskArn, reason })
  await deps.tasks.stop(taskArn, words)
  deps.metrics.count('SweepRepaired', { reason })
  return 'stopped'
}

function reasonToStop(deps: Deps, job: Job): readonly [string, string] | undefined {
  if (job.cancelRequested) return ['CANCEL_UNHEARD', 'Chronicle: its job was cancelled']
  const { recordingAt = job.startedAt } = job
  const allowedMs = secondsAllowed(job, deps.config) * 1000 + GRACE_MS
  // An object of some terabytes takes as long as it takes; whoever hashes it is heard of all the while.
  if (
    job.kind === 'recording' &&
    recordingAt !== undefined &&
    deps.clock.now().getTime() - Date.parse(recordingAt) > allowedMs
  )
    return ['TASK_OVERDUE', 'Chronicle: it has gone on for longer than its job may']
  return silenceOf(deps, job) > SILENCE_MS ? ['TASK_SILENT', SILENT] : undefined
}

/** Milliseconds since somebody wrote something of the job. */
function silenceOf({ clock }: Deps, { lastHeartbeat, startedAt, events }: Job): number {
  const heard = [lastHeartbeat, startedAt, events.at(-1)?.at].map((at) => (at === undefined ? 0 : Date.parse(at)))
  return clock.now().getTime() - Math.max(...heard)
}
