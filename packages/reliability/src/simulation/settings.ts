/** What Chronicle is told in the simulation; the rest is as Terraform's defaults have it. */
export const settings = {
  bucket: 'chronicle-recordings-dev',
  privateSources: [],
  ttlDays: 30,
  trackers: [],
  maxActiveJobs: 3,
  maxAttempts: 3,
  maxDurationSeconds: 43_200,
  heartbeatMs: 5000,
  minimumStallMs: 30_000,
  engine: 'custom endpoint',
} as const
