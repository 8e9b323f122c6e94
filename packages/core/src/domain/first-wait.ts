import type { Job } from './job.ts'
import { lookAfter, lookFrom } from './look.ts'

/** What an attempt waits for that just began: its bell, or the time (ISO 8601) that its job is to start at. */
export function firstWait(startAt: string | undefined, now: Date): Partial<Job> {
  if (startAt === undefined || Date.parse(startAt) <= now.getTime()) return lookAfter('bell', now)
  const start = new Date(startAt)
  return { nextAt: start.toISOString(), statusReason: 'It is to start at this time.', ...lookFrom(start) }
}
