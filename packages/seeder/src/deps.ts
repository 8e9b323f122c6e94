import { tmpdir } from 'node:os'
import {
  type Clock,
  createLogger,
  identifyRunner,
  type JobStore,
  type Log,
  type ObjectStore,
  systemClock,
  type TorrentSettings,
} from '@chronicle/core'
import { createJobStore, createObjectStore } from '@chronicle/core/aws'
import { type Assignment, chooseAssignment } from './assignment.ts'
import type { StartClient } from './client/bittorrent-client.ts'
import { transmission } from './client/transmission.ts'
import type { Environment } from './env.ts'
import type { Limits } from './limits.ts'

/** Everything that the seeder takes from outside. */
export type Deps = {
  readonly assignment: Assignment
  /** Who this seeder is: ARN of its task. */
  readonly seeder: string
  readonly jobs: JobStore
  readonly objects: ObjectStore
  readonly startClient: StartClient
  readonly clock: Clock
  readonly log: Log
  readonly config: TorrentSettings & {
    readonly bucket: string
    readonly from: Environment['SEED_FROM']
    readonly limits: Limits
    readonly peerPort: number
    readonly dht: boolean
    /** Where the content is put: kept if it is the user's own folder, else within a temporary one. */
    readonly contentFolder: string | undefined
    readonly temporaryRoot: string
    /** How often the client is looked at, and how often row and log are told. */
    readonly lookMs: number
    readonly reportMs: number
    /** A client that gets nothing new for this long, before it has the content, is given up. */
    readonly stallMs: number
    /** The pause after the first failed read of the content; each further one doubles it. */
    readonly retryMs: number
  }
}

export async function createDeps(env: Environment, argument: string | undefined): Promise<Deps> {
  const aws = { endpoint: env.AWS_ENDPOINT_URL }
  const { PATH, SSL_CERT_FILE } = env
  return {
    assignment: chooseAssignment(env, argument),
    seeder: await identifyRunner(fetch, env.ECS_CONTAINER_METADATA_URI_V4),
    jobs: createJobStore({ ...aws, table: env.DDB_TABLE }),
    objects: createObjectStore(aws),
    startClient: transmission({ fetch, environment: { PATH, ...(SSL_CERT_FILE !== undefined && { SSL_CERT_FILE }) } }),
    clock: systemClock,
    log: createLogger('seeder'),
    config: {
      bucket: env.S3_BUCKET,
      publicBaseUrl: env.PUBLIC_BASE_URL,
      trackers: env.TRACKERS,
      from: env.SEED_FROM,
      limits: { ratio: env.SEED_RATIO, hours: env.SEED_HOURS },
      peerPort: env.SEED_PEER_PORT,
      dht: env.SEED_DHT,
      contentFolder: env.SEED_FOLDER,
      temporaryRoot: tmpdir(),
      lookMs: 2000,
      reportMs: 60_000,
      stallMs: 10 * 60_000,
      retryMs: 1000,
    },
  }
}
