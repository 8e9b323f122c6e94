import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CreateFunctionCommand,
  PutFunctionEventInvokeConfigCommand,
  ResourceConflictException,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda'
import type { TorrentEngine } from '@chronicle/core'
import type { Aws } from './aws.ts'
import { arn, names, queueUrl } from './names.ts'

export type FunctionName = keyof typeof functions

/** Size in MB, time-out in seconds, room in /tmp in MB. */
export const functions = {
  'dispatch-to-ecs': { memorySize: 128, timeout: 30, storage: 512 },
  's3-torrent-creator': { memorySize: 1024, timeout: 300, storage: 512 },
  'job-lifecycle': { memorySize: 512, timeout: 300, storage: 512 },
} as const

export const functionRuntime = 'nodejs22.x' as const

/** What every function is told, by the names of its own environment schema. */
export function functionEnvironment(
  name: FunctionName,
  context: Omit<FunctionContext, 'zips' | 'torrentLayers'>,
): Record<string, string> {
  const { url, taskDefinition, torrentEngine, trackers = [], privateSources = [], seederTaskDefinition } = context
  const common = { AWS_ENDPOINT_URL: url, DDB_TABLE: names.table, TTL_DAYS: '30' }
  const queue = { SQS_QUEUE_URL: queueUrl(url, names.queue) }
  const launches = (container: string) => ({
    CONTAINER_NAME: container,
    ECS_CLUSTER: names.cluster,
    SECURITY_GROUP_IDS: 'sg-00000000',
    SUBNET_IDS: 'subnet-00000000,subnet-00000001',
  })
  // No page of another origin gets past the front door.
  const api = { API_ORIGIN: url }
  const torrents = { TRACKERS: trackers.join(','), PUBLIC_BASE_URL: '' }
  if (name === 'job-lifecycle') {
    const seeders = { ...launches(names.seederContainer), TRANSMISSION_TASK_DEF: seederTaskDefinition ?? '' }
    const attempts = { ECS_CLUSTER: names.cluster, MAX_ATTEMPTS: '3', MAX_DURATION_SECONDS: '43200' }
    const backfills = { TORRENT_FUNCTION: 's3-torrent-creator' }
    return { ...common, ...queue, ...torrents, ...attempts, ...backfills, ...(seederTaskDefinition && seeders) }
  }
  if (name === 's3-torrent-creator')
    return {
      ...common,
      ...api,
      S3_BUCKET: names.bucket,
      TORRENT_ENGINE: torrentEngine,
      TORRENT_MOST_BYTES: '',
      ...torrents,
    }
  return {
    ...common,
    ...queue,
    ...launches(names.container),
    ...api,
    ECS_TASK_DEF: taskDefinition,
    MAX_ACTIVE_JOBS: '0',
    PRIVATE_SOURCES: privateSources.join(','),
    S3_BUCKET: names.bucket,
  }
}

export type FunctionContext = {
  /** Where the functions find AWS: the front door. */
  readonly url: string
  /** ARN with revision. */
  readonly taskDefinition: string
  /** The seeder's, where completed jobs are seeded. */
  readonly seederTaskDefinition?: string | undefined
  readonly trackers?: readonly string[] | undefined
  readonly privateSources?: readonly string[] | undefined
  /** The folder with a zip for each function. */
  readonly zips: string
  readonly torrentEngine: TorrentEngine
  /** ARNs of the layer versions that the torrent creator has. */
  readonly torrentLayers: readonly string[]
}

/** Makes a function of its zip, or brings the one that is there up to date. */
export async function provisionFunction(
  { lambda }: Aws,
  FunctionName: FunctionName,
  context: FunctionContext,
): Promise<void> {
  const ZipFile = await readFile(join(context.zips, `${FunctionName}.zip`))
  const { memorySize, timeout, storage } = functions[FunctionName]
  const patience = { client: lambda, maxWaitTime: 60, minDelay: 0.1 }
  const configuration = {
    FunctionName,
    Runtime: functionRuntime,
    Handler: 'index.handler',
    Role: arn.role(FunctionName),
    MemorySize: memorySize,
    Timeout: timeout,
    EphemeralStorage: { Size: storage },
    Layers: FunctionName === 's3-torrent-creator' ? [...context.torrentLayers] : [],
    Environment: { Variables: functionEnvironment(FunctionName, context) },
  }
  try {
    await lambda.send(new CreateFunctionCommand({ ...configuration, Code: { ZipFile } }))
    await waitUntilFunctionActiveV2(patience, { FunctionName })
  } catch (error) {
    if (!(error instanceof ResourceConflictException)) throw error
    // Lambda takes the next change when the one before is through.
    await lambda.send(new UpdateFunctionCodeCommand({ FunctionName, ZipFile }))
    await waitUntilFunctionUpdatedV2(patience, { FunctionName })
    await lambda.send(new UpdateFunctionConfigurationCommand(configuration))
    await waitUntilFunctionUpdatedV2(patience, { FunctionName })
  }
  await lambda.send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumRetryAttempts: 2 }))
}
