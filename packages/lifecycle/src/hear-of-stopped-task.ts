import type { WatchedTask } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { endStoppedJob } from './end-stopped-job.ts'
import { endStoppedSeeding } from './end-stopped-seeding.ts'
import { parseStartedBy } from './launch-id.ts'
import { launchSeeder } from './launch-seeder.ts'
import { endOf } from './stopped-task.ts'

/** A task of ours is over: its job or its seeding is settled if it was left open, and a job that is completed is seeded. */
export async function hearOfStoppedTask(deps: Deps, task: WatchedTask): Promise<void> {
  const id = parseStartedBy(task.startedBy)
  if (!id) return deps.log.info('not a task of ours', { taskArn: task.taskArn })
  if (id.purpose === 'seed') {
    await endStoppedSeeding(deps, id, task.taskArn, endOf(task, 'seeder'))
    return
  }
  const job = await endStoppedJob(deps, id, task)
  if (job) await launchSeeder(deps, job)
}
