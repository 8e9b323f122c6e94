import { type Job, type LaunchRefused, lookFrom } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { nextTry } from './next-try.ts'

/** With the waits of next-try.ts a quarter of an hour at least. */
const MOST_UNCLEAR_REFUSALS = 10

/** Whether a refused launch is put off: as long as it takes where the reason passes, so often and no more where nobody knows. */
export function isTriedAgain({ unclearRefusals = 0 }: Job, { retryable, isUnclear }: LaunchRefused): boolean {
  return retryable && (!isUnclear || unclearRefusals + 1 < MOST_UNCLEAR_REFUSALS)
}

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
  const unclearRefusals = refusal.isUnclear ? (job.unclearRefusals ?? 0) + 1 : undefined
  metrics.count('LaunchDeferred', { reason: refusal.code })
  log.info('launch deferred', { jobId, attempt, launch, nextAt, code: refusal.code, reason: refusal.message })
  const { job: current } = await jobs.change(
    jobId,
    // A recorder that has passed the fence is the answer that was lost: the refusal was a repeat's.
    { attempt, launch, status: ['PENDING'], absent: ['runner'], cancelNotRequested: true },
    {
      set: {
        launch: launch + 1,
        deferrals,
        ...(unclearRefusals !== undefined && { unclearRefusals }),
        nextAt,
        statusReason: refusal.message,
        ...lookFrom(due),
      },
      remove: ['taskDefinition', ...(unclearRefusals === undefined ? (['unclearRefusals'] as const) : [])],
    },
  )
  return current ?? job
}
