import { type Job, type LaunchRefused, lookAfter, statusesBefore } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { endUnlaunched } from './end-unlaunched.ts'
import { CANCELLED } from './honour-cancel.ts'

/**
 * Writes down the task of a launch, and stops it where the job was cancelled while it was launched: whoever asked could not
 * know the task.
 */
export async function recordLaunch(
  deps: Pick<Deps, 'jobs' | 'tasks' | 'clock' | 'metrics' | 'log'>,
  job: Job,
  taskArn: string,
): Promise<Job> {
  const recorded = await noteTask(deps, job, taskArn)
  if (recorded.cancelRequested) await deps.tasks.stop(taskArn, CANCELLED)
  return recorded
}

/**
 * The ARN always, since whoever stops or judges the task needs it; STARTED only where the job is still PENDING, because the
 * recorder may be further already.
 */
async function noteTask(
  { jobs, clock, metrics, log }: Pick<Deps, 'jobs' | 'clock' | 'metrics' | 'log'>,
  job: Job,
  taskArn: string,
): Promise<Job> {
  const { jobId, attempt, launch } = job
  const now = clock.now()
  const at = now.toISOString()
  metrics.count('JobDispatched')
  log.info('recorder launched', { jobId, attempt, launch, taskArn })
  const started = await jobs.change(
    jobId,
    { attempt, launch, status: statusesBefore('STARTED') },
    {
      set: { taskArn, status: 'STARTED', startedAt: at, ...lookAfter('launch', now) },
      remove: ['deferrals', 'unclearRefusals'],
      event: { at, status: 'STARTED', attempt },
    },
  )
  if (started.changed) return started.job
  const known = await jobs.change(
    jobId,
    { attempt, launch },
    { set: { taskArn, startedAt: at }, remove: ['deferrals', 'unclearRefusals'] },
  )
  return known.job ?? job
}

/** Writes down that there is no task, and never will be: the attempt has failed, and the job with it if it has no recording. */
export async function recordRefusal(
  deps: Pick<Deps, 'jobs' | 'clock' | 'metrics' | 'log' | 'config'>,
  job: Job,
  refusal: LaunchRefused,
): Promise<Job> {
  const { jobs, metrics, log } = deps
  const { jobId, attempt, launch } = job
  const attributes = { errorCode: refusal.code, error: refusal.message }
  metrics.count('LaunchFailed', { reason: refusal.code })
  log.warn('launch refused', { jobId, attempt, launch, code: refusal.code, reason: refusal.message })
  const { changed, job: current } = await jobs.change(
    jobId,
    // Not over a recorder that has passed the fence: then it was a repeat that was refused.
    { attempt, launch, status: ['PENDING'], absent: ['runner'], cancelNotRequested: true },
    endUnlaunched(deps, job, { status: 'FAILED', attributes, reason: refusal.message }),
  )
  if (changed && current.status === 'FAILED') metrics.count('JobFailed', { code: refusal.code })
  return current ?? job
}
