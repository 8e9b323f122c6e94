import { tmpdir } from 'node:os'
import {
  type Clock,
  createLogger,
  type JobStore,
  type LinkSigner,
  type Log,
  type ObjectListing,
  type ObjectStore,
  type ObjectVersions,
  type PieceSource,
  systemClock,
  type TorrentOrders,
  type TorrentSettings,
} from '@chronicle/core'
import {
  type AwsEndpoint,
  type AwsLine,
  createJobStore,
  createLinkSigner,
  createObjectListing,
  createObjectPieces,
  createObjectStore,
  createObjectVersions,
  createTorrentOrders,
  hashingThreads,
} from '@chronicle/core/aws'
import { createMetrics, type LambdaMetrics } from '@chronicle/core/lambda'
import type { Environment } from './env.ts'
import { createTransmissionPieces } from './pieces/transmission.ts'

const SERVICE = 's3-torrent-creator'

/** Every side effect of this Lambda. */
export type Deps = {
  readonly jobs: JobStore
  readonly objects: ObjectStore
  readonly listing: ObjectListing
  readonly versions: Pick<ObjectVersions, 'list' | 'remove'>
  readonly pieces: PieceSource
  readonly links: LinkSigner
  readonly orders: TorrentOrders
  readonly clock: Clock
  readonly log: Log
  readonly metrics: LambdaMetrics
  readonly config: TorrentSettings & {
    /** The only bucket that is served; undefined serves whichever the event names. */
    readonly bucket: string | undefined
    readonly ttlDays: number
    /** Larger objects are handed to a task at once; undefined leaves that to the pace at which they are hashed. */
    readonly mostBytes: number | undefined
    readonly apiOrigin?: string | undefined
  }
}

export function createDeps(env: Environment, line: AwsLine = {}): Deps {
  const aws = { ...line, endpoint: env.AWS_ENDPOINT_URL }
  const objects = createObjectStore(aws)
  const log = createLogger(SERVICE)
  return {
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    objects,
    listing: createObjectListing(aws),
    versions: createObjectVersions(aws),
    pieces: createPieces(env, aws, objects, log),
    links: createLinkSigner(aws),
    orders: createTorrentOrders({ ...aws, functionName: env.AWS_LAMBDA_FUNCTION_NAME }),
    clock: systemClock,
    log,
    metrics: createMetrics(SERVICE),
    config: {
      apiOrigin: env.API_ORIGIN,
      bucket: env.S3_BUCKET,
      publicBaseUrl: env.PUBLIC_BASE_URL,
      trackers: env.TRACKERS,
      ttlDays: env.TTL_DAYS,
      mostBytes: env.TORRENT_MOST_BYTES,
    },
  }
}

function createPieces(env: Environment, aws: AwsEndpoint, objects: ObjectStore, log: Log): PieceSource {
  const { TORRENT_ENGINE: engine, LAYER_FOLDERS: layers, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: memory } = env
  if (engine === 'transmission') return createTransmissionPieces({ objects, log, layers, disk: tmpdir() })
  return createObjectPieces({ aws, objects, log, engine, threads: hashingThreads(memory) })
}
