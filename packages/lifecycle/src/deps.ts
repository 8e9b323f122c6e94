import { type Clock, createLogger, type JobQueue, type JobStore, type Log, systemClock } from '@chronicle/core'
import { type AwsLine, createJobQueue, createJobStore } from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'
import { createSeeders, type Seeders } from './seeders.ts'

const SERVICE = 'job-lifecycle'

/** Every side effect of this Lambda. */
export type Deps = {
  readonly jobs: JobStore
  readonly queue: JobQueue
  /** Absent where seeding is off. */
  readonly seeders?: Seeders
  readonly clock: Clock
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: { readonly ttlDays: number }
}

export function createDeps(env: Environment, line: AwsLine = {}): Deps {
  const aws = { ...line, endpoint: env.AWS_ENDPOINT_URL }
  const seeders = createSeeders(env, aws)
  return {
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    queue: createJobQueue({ ...aws, queueUrl: env.SQS_QUEUE_URL }),
    ...(seeders && { seeders }),
    clock: systemClock,
    log: createLogger(SERVICE),
    metrics: createMetrics(SERVICE),
    config: { ttlDays: env.TTL_DAYS },
  }
}
