import { type DueJob, type Job, lookAfter } from '@chronicle/core'
import type { Deps } from './deps.ts'

/**
 * Rings for a job that waits: the dispatcher launches it, or repeats the very launch whose outcome is not known. Undefined
 * where ringing is no help, since it is to be cancelled or a recorder has it.
 */
export async function ringForJob(
  { jobs, queue, clock, metrics }: Deps,
  { jobId, sendSeq, lookAt }: DueJob,
): Promise<'rung' | 'movedOn' | undefined> {
  const taken = await jobs.change(
    jobId,
    { status: ['PENDING'], lookAt, cancelNotRequested: true, absent: ['runner'] },
    { set: { sendSeq: sendSeq + 1, ...lookAfter('bell', clock.now()) } },
  )
  if (!taken.changed) return taken.job?.lookAt === lookAt ? undefined : 'movedOn'
  await queue.ring(jobId, taken.job.sendSeq)
  metrics.count('SweepRepaired', { reason: reasonOf(taken.job) })
  return 'rung'
}

/** Why a job that waits had to be rung for: its claim was never heard of again, its wait is over, or its bell got lost. */
function reasonOf({ taskDefinition, nextAt }: Job): string {
  if (taskDefinition !== undefined) return 'LAUNCH_UNKNOWN'
  return nextAt === undefined ? 'BELL_LOST' : 'WAIT_OVER'
}
