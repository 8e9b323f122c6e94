import { isDue, type Job, lookAfter } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Claims the row's current launch, which pins the task definition that it is started from. A claim that someone made before
 * and whose outcome is not known is taken up again as it was: ECS answers the same client token with the same task.
 * Answers undefined where there is nothing to launch: the job has moved on, waits, or is to be cancelled.
 */
export async function claimLaunch(
  { jobs, clock, config }: Pick<Deps, 'jobs' | 'clock' | 'config'>,
  job: Job,
): Promise<(Job & { readonly taskDefinition: string }) | undefined> {
  const time = clock.now()
  const now = time.toISOString()
  const { jobId, attempt, launch } = job
  const outcome = await jobs.change(
    jobId,
    { status: ['PENDING'], attempt, launch, dueAt: now, cancelNotRequested: true, absent: ['taskDefinition'] },
    // The wait is over. Should nothing be heard of the claim, the sweep rings for the job again.
    { set: { taskDefinition: config.taskDefinition, ...lookAfter('bell', time) }, remove: ['nextAt', 'statusReason'] },
  )
  return outcome.job && isLaunchable(outcome.job, time) ? outcome.job : undefined
}

function isLaunchable(job: Job, now: Date): job is Job & { readonly taskDefinition: string } {
  return isDue(job, now) && job.taskArn === undefined && job.taskDefinition !== undefined && !job.cancelRequested
}
