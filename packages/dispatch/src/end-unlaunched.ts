import { type Change, type Job, type JobEnd, orEarlierRecording, ttlAt } from '@chronicle/core'
import type { Deps } from './deps.ts'

/** The change that ends a job whose attempt no recorder was launched for: as `end` says, or with what an earlier attempt recorded. */
export function endUnlaunched({ clock, config }: Pick<Deps, 'clock' | 'config'>, job: Job, end: JobEnd): Change {
  const { status, attributes, reason } = orEarlierRecording(job, end)
  const now = clock.now()
  const at = now.toISOString()
  return {
    set: { ...attributes, status, finishedAt: at, ttl: ttlAt(now, config.ttlDays) },
    remove: (['nextAt', 'statusReason'] as const).filter((attribute) => !(attribute in attributes)),
    event: { at, status, attempt: job.attempt, ...(reason !== undefined && { reason }) },
  }
}
