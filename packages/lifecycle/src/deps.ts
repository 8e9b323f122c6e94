import {
  type Clock,
  createLogger,
  type JobQueue,
  type JobStore,
  type Log,
  type ObjectStore,
  systemClock,
  type TaskWatch,
  type TorrentOrders,
  type TorrentSettings,
  type UploadStore,
} from '@chronicle/core'
import {
  type AwsLine,
  createJobQueue,
  createJobStore,
  createObjectStore,
  createTaskWatch,
  createTorrentOrders,
  createUploadStore,
} from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'
import { createSeeders, type Seeders } from './seeders.ts'

const SERVICE = 'job-lifecycle'

/** Every side effect of this Lambda. */
export type Deps = {
  readonly jobs: JobStore
  readonly queue: JobQueue
  readonly tasks: TaskWatch
  readonly uploads: UploadStore
  readonly objects: ObjectStore
  /** Absent where nobody said which function makes torrents. */
  readonly orders?: Pick<TorrentOrders, 'goOn'>
  /** Absent where seeding is off. */
  readonly seeders?: Seeders
  readonly clock: Clock
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: TorrentSettings & {
    readonly ttlDays: number
    /** How many attempts a job has without being asked again. */
    readonly maxAttempts: number
    /** How long a recording may be whose job says nothing of it. */
    readonly maxDurationSeconds: number
  }
}

/** S3 may take minutes to put an object together, and goes on when nobody listens any more: whoever comes next finds it. */
const COMPLETE_TIMEOUT_MS = 180_000

export function createDeps(env: Environment, line: AwsLine = {}): Deps {
  const aws = { ...line, endpoint: env.AWS_ENDPOINT_URL }
  const seeders = createSeeders(env, aws)
  const { TORRENT_FUNCTION: functionName } = env
  return {
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    queue: createJobQueue({ ...aws, queueUrl: env.SQS_QUEUE_URL }),
    tasks: createTaskWatch({ ...aws, cluster: env.ECS_CLUSTER }),
    uploads: createUploadStore({ ...aws, completeTimeoutMs: COMPLETE_TIMEOUT_MS }),
    objects: createObjectStore(aws),
    ...(functionName !== undefined && { orders: createTorrentOrders({ ...aws, functionName }) }),
    ...(seeders && { seeders }),
    clock: systemClock,
    log: createLogger(SERVICE),
    metrics: createMetrics(SERVICE),
    config: {
      publicBaseUrl: env.PUBLIC_BASE_URL,
      trackers: env.TRACKERS,
      ttlDays: env.TTL_DAYS,
      maxAttempts: env.MAX_ATTEMPTS,
      maxDurationSeconds: env.MAX_DURATION_SECONDS,
    },
  }
}
