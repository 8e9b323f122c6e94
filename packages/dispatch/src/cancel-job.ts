import { type Change, type Guard, isEnded, type Job, JobNotFound } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { endUnlaunched } from './end-unlaunched.ts'
import { CANCELLED } from './honour-cancel.ts'
import { stopTasks } from './stop-tasks.ts'

/**
 * Asks for a job's end. One that nothing was launched for is CANCELLED at once, unless an earlier attempt has left a recording:
 * then it is COMPLETED with that. Of any other it is written into the row, where
 * everyone reads it who could launch or record the job, and its task is asked to stop: what was recorded by then is kept. A
 * repeat asks the task again. Answers the job as it is now; one that had ended stays as it was. Throws JobNotFound.
 */
export async function cancelJob(
  deps: Pick<Deps, 'jobs' | 'tasks' | 'clock' | 'config' | 'log'>,
  job: Job,
): Promise<Job> {
  let current = job
  // Whenever somebody else was faster, what is to be done is decided anew: a launch may have begun, or come to nothing.
  for (let step = nextStep(deps, current); step; step = nextStep(deps, current)) {
    const outcome = await deps.jobs.change(job.jobId, step.when, step.change)
    if (!outcome.job) throw new JobNotFound(job.jobId)
    current = outcome.job
  }
  deps.log.info('cancel asked for', { jobId: job.jobId, attempt: current.attempt, status: current.status })
  if (!isEnded(current.status)) await stopTasks(deps, [current.taskArn, current.runner], CANCELLED)
  return current
}

/** Any of these says that there is a task, or may be one. */
const launchMarks = ['taskDefinition', 'taskArn', 'runner'] as const

/** So is a backfill all its life: who is at it finds it ended when the page is done, and leaves off. */
const isUnlaunched = (job: Job) =>
  job.kind === 'backfill' || (job.status === 'PENDING' && launchMarks.every((mark) => job[mark] === undefined))

type Step = { readonly when: Guard; readonly change: Change }

function nextStep(deps: Pick<Deps, 'clock' | 'config'>, job: Job): Step | undefined {
  const { attempt, status } = job
  if (isEnded(status)) return undefined
  const reason = 'CANCEL_REQUESTED'
  if (isUnlaunched(job)) {
    return {
      when: { attempt, status: [status], absent: launchMarks },
      change: endUnlaunched(deps, job, { status: 'CANCELLED', attributes: { endReason: reason }, reason }),
    }
  }
  if (job.cancelRequested) return undefined
  return {
    when: { attempt, status: [status], cancelNotRequested: true },
    change: {
      set: { cancelRequested: true },
      event: { at: deps.clock.now().toISOString(), status, attempt, reason },
    },
  }
}
