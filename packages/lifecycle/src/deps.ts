import { type Clock, createLogger, type JobStore, type Log, systemClock } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'

const SERVICE = 'job-lifecycle'

/** Every side effect of this Lambda. */
export type Deps = {
  readonly jobs: JobStore
  readonly clock: Clock
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: { readonly ttlDays: number }
}

export function createDeps(env: Environment): Deps {
  return {
    jobs: createJobStore({ endpoint: env.AWS_ENDPOINT_URL, table: env.DDB_TABLE }),
    clock: systemClock,
    log: createLogger(SERVICE),
    metrics: createMetrics(SERVICE),
    config: { ttlDays: env.TTL_DAYS },
  }
}
