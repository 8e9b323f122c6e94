import {
  type Clock,
  createLogger,
  type JobStore,
  type Log,
  type ObjectStore,
  systemClock,
  type TorrentSettings,
} from '@chronicle/core'
import { createJobStore, createObjectStore } from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'

const SERVICE = 's3-torrent-creator'

/** Every side effect of this Lambda. */
export type Deps = {
  readonly jobs: JobStore
  readonly objects: ObjectStore
  readonly clock: Clock
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: TorrentSettings & {
    /** The only bucket that is served; undefined serves whichever the event names. */
    readonly bucket: string | undefined
    readonly ttlDays: number
  }
}

export function createDeps(env: Environment): Deps {
  const aws = { endpoint: env.AWS_ENDPOINT_URL }
  return {
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    objects: createObjectStore(aws),
    clock: systemClock,
    log: createLogger(SERVICE),
    metrics: createMetrics(SERVICE),
    config: {
      bucket: env.S3_BUCKET,
      publicBaseUrl: env.PUBLIC_BASE_URL,
      trackers: env.TRACKERS,
      ttlDays: env.TTL_DAYS,
    },
  }
}
