import { type Job, newJob } from '../src/index.ts'

/** A PENDING job as it was asked for, with whatever a test needs to be different. */
export function buildJob(overrides: Partial<Job> = {}): Job {
  const job = newJob(
    { jobId: 'job-1', url: 'https://example.com/live/stream.m3u8' },
    new Date('2026-03-04T05:06:07.000Z'),
  )
  return { ...job, ...overrides }
}
