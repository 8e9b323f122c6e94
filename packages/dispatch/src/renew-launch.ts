import { type Job, type LaunchRefused, lookAfter } from '@chronicle/core'
import type { Deps } from './deps.ts'

/** Whether ECS refused a launch because its task definition is there no more. */
export function isDefinitionGone({ code }: LaunchRefused): boolean {
  return code === 'TASK_DEFINITION_INACTIVE' || code === 'TASK_DEFINITION_MISSING'
}

/**
 * Makes a new launch of one that is pinned to a task definition which a deploy has taken away: it is to be made at once, from
 * the current one, and counts as no refusal. Answers false where the current one is what is gone, or the job has moved on.
 */
export async function renewLaunch(
  { jobs, clock, config, log }: Pick<Deps, 'jobs' | 'clock' | 'config' | 'log'>,
  { jobId, attempt, launch, taskDefinition }: Job,
): Promise<boolean> {
  if (taskDefinition === config.taskDefinition) return false
  log.info('task definition is gone, launched from the current one', { jobId, attempt, launch, taskDefinition })
  const { changed } = await jobs.change(
    jobId,
    { attempt, launch, status: ['PENDING'], absent: ['runner'], cancelNotRequested: true },
    { set: { launch: launch + 1, ...lookAfter('bell', clock.now()) }, remove: ['taskDefinition'] },
  )
  return changed
}
