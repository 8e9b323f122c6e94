import { isEnded, type Job, JobNotPurgeable } from '@chronicle/core'
import type { Deps } from './deps.ts'
import { purgeObjects } from './purge-objects.ts'
import { stopTasks } from './stop-tasks.ts'

/**
 * Deletes an ended job with all that it made: recordings and torrents of all its attempts, what was rendered for it, and at
 * last its row. Before that the row says so, and from then on the job is nobody's to use. A purge that dies on its way is
 * finished by the next one. Throws JobNotPurgeable.
 */
export async function purgeJob(
  deps: Pick<Deps, 'jobs' | 'tasks' | 'objects' | 'versions' | 'uploads' | 'log'>,
  job: Job,
): Promise<void> {
  const { jobId, attempt, status, kind } = job
  if (kind === 'backfill') throw new JobNotPurgeable(jobId, 'it is a backfill; what it ordered belongs to the objects')
  if (kind !== 'recording')
    throw new JobNotPurgeable(jobId, `nobody recorded "${job.s3Key}"; delete the object and its torrent in the bucket`)
  if (!isEnded(status)) throw new JobNotPurgeable(jobId, `it is ${status}; cancel it, and purge it when it has ended`)
  const same = { attempt, status: [status] }
  const taken = await deps.jobs.change(jobId, same, { set: { purgeRequested: true } })
  if (!taken.job) return // another purge has come to its end
  if (!taken.changed)
    throw new JobNotPurgeable(jobId, `it is ${taken.job.status} by now, at attempt ${taken.job.attempt}`)

  await stopTasks(deps, [taken.job.seeder], 'what it seeds is being deleted')
  await purgeObjects(deps, taken.job)
  await deps.jobs.remove(jobId, same)
  deps.log.info('job purged', { jobId, attempt })
}
