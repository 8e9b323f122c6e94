import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Clock,
  createLogger,
  type Dependency,
  type Health,
  type HostResolver,
  type JobQueue,
  type JobStore,
  type LinkSigner,
  type Log,
  type ObjectStore,
  type ObjectVersions,
  type ReceivedMessages,
  systemClock,
  type TaskRunner,
  type UploadStore,
} from '@chronicle/core'
import {
  type AwsLine,
  createHostResolver,
  createJobQueue,
  createJobStore,
  createLinkSigner,
  createObjectStore,
  createObjectVersions,
  createOpenUploads,
  createQueueCheck,
  createReceivedMessages,
  createTableCheck,
  createTaskRunner,
} from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'

/** A caller waits for it. Who does not answer in this time is judged by the recorder. */
const DNS_PATIENCE_MS = 2000

const SERVICE = 'dispatch-to-ecs'

/** Every side effect of this Lambda, so that its use cases can be run against fakes. */
export type Deps = {
  readonly jobs: JobStore
  readonly queue: JobQueue
  readonly messages: ReceivedMessages
  readonly tasks: TaskRunner
  readonly resolver: HostResolver
  readonly objects: ObjectStore
  readonly versions: ObjectVersions
  readonly uploads: Pick<UploadStore, 'abort'>
  readonly links: LinkSigner
  /** What our health depends on. */
  readonly dependencies: readonly Dependency[]
  readonly clock: Clock
  /** A number from 0 up to 1. */
  readonly random: () => number
  /** Waits so many milliseconds. */
  readonly pause: (milliseconds: number) => Promise<unknown>
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: {
    /** What a launch that is not pinned yet is started from: ARN with revision. */
    readonly taskDefinition: string
    readonly bucket: string
    /** `host:port` of what may be recorded though it is not public. */
    readonly privateSources: readonly string[]
    readonly ttlDays: number
    /** 0 for any number. */
    readonly maxActiveJobs: number
    readonly apiOrigin?: string | undefined
    /** What is behind us. */
    readonly engine: Health['engine']
  }
}

export function createDeps(env: Environment, line: AwsLine = {}): Deps {
  const aws = { ...line, endpoint: env.AWS_ENDPOINT_URL }
  return {
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    queue: createJobQueue({ ...aws, queueUrl: env.SQS_QUEUE_URL }),
    messages: createReceivedMessages({ ...aws, queueUrl: env.SQS_QUEUE_URL }),
    objects: createObjectStore(aws),
    versions: createObjectVersions(aws),
    uploads: createOpenUploads(aws),
    links: createLinkSigner(aws),
    dependencies: [
      createTableCheck({ ...aws, table: env.DDB_TABLE }),
      createQueueCheck({ ...aws, queueUrl: env.SQS_QUEUE_URL }),
    ],
    tasks: createTaskRunner({
      ...aws,
      cluster: env.ECS_CLUSTER,
      containerName: env.CONTAINER_NAME,
      subnetIds: env.SUBNET_IDS,
      securityGroupIds: env.SECURITY_GROUP_IDS,
    }),
    resolver: createHostResolver(DNS_PATIENCE_MS),
    clock: systemClock,
    random: Math.random,
    pause: sleep,
    log: createLogger(SERVICE),
    metrics: createMetrics(SERVICE),
    config: {
      taskDefinition: env.ECS_TASK_DEF,
      bucket: env.S3_BUCKET,
      privateSources: env.PRIVATE_SOURCES,
      ttlDays: env.TTL_DAYS,
      maxActiveJobs: env.MAX_ACTIVE_JOBS,
      apiOrigin: env.API_ORIGIN,
      engine: env.AWS_ENDPOINT_URL === undefined ? 'aws' : 'custom endpoint',
    },
  }
}
