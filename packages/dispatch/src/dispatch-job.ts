import { type Job, JobNotFound, LaunchRefused } from '@chronicle/core'
import { claimLaunch } from './claim-launch.ts'
import { deferLaunch } from './defer-launch.ts'
import type { Deps } from './deps.ts'
import { recordLaunch, recordRefusal } from './record-launch.ts'

/**
 * Launches the job's recorder, once, however often it is called: the row says whether there is something to launch, the client
 * token makes repeats of a launch one task, and the recorder's own fence decides should there be two after all.
 * Answers the job as it is afterwards: STARTED, FAILED, or PENDING with the time of the next try where ECS has no room just now.
 * Throws JobNotFound, and whatever leaves it unknown whether a task was started; the same call is to be repeated after that.
 */
export async function dispatchJob(deps: Deps, jobId: string): Promise<Job> {
  const job = await deps.jobs.get(jobId)
  if (!job) throw new JobNotFound(jobId)
  const claimed = await claimLaunch(deps, job)
  if (!claimed) return (await deps.jobs.get(jobId)) ?? job
  try {
    const { taskArn } = await deps.tasks.run(claimed)
    return await recordLaunch(deps, claimed, taskArn)
  } catch (error) {
    if (!(error instanceof LaunchRefused)) throw error
    return error.retryable ? deferLaunch(deps, claimed, error) : recordRefusal(deps, claimed, error)
  }
}
