import { type Job, lookAfter, type Seeding } from '@chronicle/core'
import type { Deps } from './deps.ts'

/** A job whose seeder is to be launched, by this number and from this task definition. */
export type SeederLaunch = Job & {
  readonly seeding: Seeding & { readonly launch: number; readonly taskDefinition: string }
}

/**
 * Claims the launch of a job's seeder, which pins the task definition that it is started from. A claim that someone made
 * before and whose outcome is not known is taken up again as it was: ECS answers the same client token with the same task.
 * Answers undefined where there is nothing to launch. Until it is known to have happened, the sweep looks at the job.
 */
export async function claimSeederLaunch(
  { jobs, clock }: Pick<Deps, 'jobs' | 'clock'>,
  { jobId, attempt }: Job,
  taskDefinition: string,
): Promise<SeederLaunch | undefined> {
  const now = clock.now()
  const seeding: Seeding = { state: 'LAUNCHING', since: now.toISOString(), launch: 1, taskDefinition }
  const { job } = await jobs.change(
    jobId,
    { status: ['COMPLETED'], attempt, absent: ['seeding'] },
    { set: { seeding, ...lookAfter('bell', now) } },
  )
  return job && isLaunchable(job, attempt) ? job : undefined
}

function isLaunchable(job: Job, attempt: number): job is SeederLaunch {
  const { seeding } = job
  const isPinned = seeding?.launch !== undefined && seeding.taskDefinition !== undefined
  const isOpen = seeding?.state === 'LAUNCHING' && job.seeder === undefined
  return job.status === 'COMPLETED' && job.attempt === attempt && isPinned && isOpen
}
