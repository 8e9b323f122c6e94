import { isDue, type Job, lookFrom, openStatuses } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { nextTry } from './next-try.ts'

/** A job in one of these has a task, or had one a moment ago. */
const activeStatuses = openStatuses.filter((status) => status !== 'PENDING')

/**
 * Puts a job off while as many are recorded as may be (MAX_ACTIVE_JOBS, 0 for any number): a wait like that for room at ECS.
 * A launch that was claimed before is not held up, since its task may be there already. Answers whether the job waits now.
 */
export async function waitForRoom(
  { jobs, clock, random, metrics, log, config }: Pick<Deps, 'jobs' | 'clock' | 'random' | 'metrics' | 'log' | 'config'>,
  job: Job,
): Promise<boolean> {
  const most = config.maxActiveJobs
  const now = clock.now()
  if (most === 0 || job.taskDefinition !== undefined || !isDue(job, now)) return false
  if ((await jobs.count(activeStatuses, most)) < most) return false
  const { jobId, attempt, launch } = job
  const deferrals = (job.deferrals ?? 0) + 1
  const due = nextTry(deferrals, now, random)
  const nextAt = due.toISOString()
  const { changed } = await jobs.change(
    jobId,
    {
      attempt,
      launch,
      status: ['PENDING'],
      absent: ['taskDefinition'],
      dueAt: now.toISOString(),
      cancelNotRequested: true,
    },
    {
      set: {
        deferrals,
        nextAt,
        statusReason: `${most} jobs are active, as many as MAX_ACTIVE_JOBS allows; it is tried again.`,
        ...lookFrom(due),
      },
    },
  )
  if (!changed) return false
  metrics.count('LaunchDeferred', { reason: 'MAX_ACTIVE_JOBS' })
  log.info('launch deferred', { jobId, attempt, launch, nextAt, code: 'MAX_ACTIVE_JOBS' })
  return true
}
