import { isEnded, type Job } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { endUnlaunched } from './end-unlaunched.ts'

/** What a task is told that is stopped because its job was cancelled. */
export const CANCELLED = 'The job was cancelled.'

/**
 * Does for a job whose cancel was asked for what is still to be done: its task is stopped, where there is one; where nothing
 * was launched, or nobody knows, the job is CANCELLED at once, or ends with an earlier attempt's recording,
 * since the fence refuses whatever comes up late. Any other job
 * is left alone. Answers the job as it is then.
 */
export async function honourCancel(
  deps: Pick<Deps, 'jobs' | 'tasks' | 'clock' | 'config' | 'log'>,
  job: Job,
): Promise<Job> {
  const { jobs, tasks, log } = deps
  if (!job.cancelRequested || isEnded(job.status)) return job
  const { jobId, attempt, launch } = job
  const taskArn = job.runner ?? job.taskArn
  if (taskArn !== undefined) {
    await tasks.stop(taskArn, CANCELLED)
    log.info('task of a cancelled job stopped', { jobId, attempt, launch, taskArn })
    return job
  }
  const reason = 'cancelled before a recorder was launched'
  const { changed, job: current = job } = await jobs.change(
    jobId,
    { attempt, launch, status: ['PENDING'], absent: ['runner', 'taskArn'] },
    endUnlaunched(deps, job, { status: 'CANCELLED', attributes: { endReason: 'CANCEL_REQUESTED' }, reason }),
  )
  if (changed) log.info('job cancelled', { jobId, attempt, launch })
  return current
}
