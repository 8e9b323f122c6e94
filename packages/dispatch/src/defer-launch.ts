import { type Job, type LaunchRefused, lookFrom } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { nextTry } from './next-try.ts'

/**
 * Puts a launch off that ECS refused for now. There is no task, so the next one gets a number of its own, and the task
 * definition of its time. The wait is the row's, and the sweep rings when it is over: no message has to come back for it.
 */
export async function deferLaunch(
  { jobs, clock, random, metrics, log }: Pick<Deps, 'jobs' | 'clock' | 'random' | 'metrics' | 'log'>,
  job: Job,
  refusal: LaunchRefused,
): Promise<Job> {
  const { jobId, attempt, launch } = job
  const deferrals = (job.deferrals ?? 0) + 1
  const due = nextTry(deferrals, clock.now(), random)
  const nextAt = due.toISOString()
  metrics.count('LaunchDeferred', { reason: refusal.code })
  log.info('launch deferred', { jobId, attempt, launch, nextAt, code: refusal.code, reason: refusal.message })
  const { job: current } = await jobs.change(
    jobId,
    // A recorder that has passed the fence is the answer that was lost: the refusal was a repeat's.
    { attempt, launch, status: ['PENDING'], absent: ['runner'] },
    {
      set: { launch: launch + 1, deferrals, nextAt, statusReason: refusal.message, ...lookFrom(due) },
      remove: ['taskDefinition'],
    },
  )
  return current ?? job
}
