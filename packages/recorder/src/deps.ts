import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import {
  type Clock,
  createLogger,
  type HostResolver,
  identifyRunner,
  type JobStore,
  type Log,
  type ObjectStore,
  type ObjectVersions,
  type PieceSource,
  systemClock,
  type TorrentSettings,
  type UploadStore,
} from '@chronicle/core'
import {
  type AwsLine,
  createHostResolver,
  createJobStore,
  createObjectPieces,
  createObjectStore,
  createObjectVersions,
  createUploadStore,
  hashingThreads,
} from '@chronicle/core/aws'
import type { Environment, RecordingEnvironment } from './env.ts'
import type { Assignment } from './job/assignment.ts'
import { type ToolUser, toolUser } from './tools/tool-user.ts'

/** As long as the system takes when its first name server is away. */
const DNS_PATIENCE_MS = 6000

/** Everything that a recording takes from outside. */
export type Deps = {
  readonly objects: ObjectStore
  readonly versions: Pick<ObjectVersions, 'remove'>
  /** Where the piece hashes of an object come from that nobody recorded just now. */
  readonly pieces: PieceSource
  readonly uploads: UploadStore
  readonly clock: Clock
  readonly log: Log
  readonly resolver: HostResolver
  /** What the recorder's tools get to see of the environment, beside a HOME of their own. */
  readonly toolEnvironment: { readonly PATH: string; readonly SSL_CERT_FILE?: string }
  /** Who the tools run as, where it is not the recorder's own user. */
  readonly toolUser?: ToolUser | undefined
  /** The authorities to trust, as PEM; without them those that come with Node. */
  readonly certificates?: string | undefined
  /** Where the recorder makes its folder, and removes it again. */
  readonly spoolRoot: string
  readonly config: TorrentSettings & {
    readonly bucket: string
    /** `host:port` of what may be recorded though it is not public. */
    readonly privateSources: readonly string[]
    readonly ttlDays: number
    readonly maxDurationSeconds: number
    readonly heartbeatMs: number
    /** A stream that brings nothing new for this long is given up, if its segments are not longer still. */
    readonly minimumStallMs: number
  }
}

/** What a recording for a job takes beside: which launch it is, and the rows. */
export type JobDeps = Deps & { readonly assignment: Assignment; readonly jobs: JobStore }

export function createDeps(env: RecordingEnvironment, line: AwsLine = {}): Deps {
  const aws = { ...line, endpoint: env.AWS_ENDPOINT_URL }
  const objects = createObjectStore(aws)
  const log = createLogger('recorder')
  return {
    objects,
    versions: createObjectVersions(aws),
    pieces: createObjectPieces({ aws, objects, log, engine: 'auto', threads: hashingThreads() }),
    uploads: createUploadStore(aws),
    clock: systemClock,
    log,
    resolver: createHostResolver(DNS_PATIENCE_MS),
    toolUser: toolUser(env.TOOL_UID),
    certificates: env.SSL_CERT_FILE && readFileSync(env.SSL_CERT_FILE, 'utf8'),
    toolEnvironment: { PATH: env.PATH, ...(env.SSL_CERT_FILE !== undefined && { SSL_CERT_FILE: env.SSL_CERT_FILE }) },
    spoolRoot: tmpdir(),
    config: {
      bucket: env.S3_BUCKET,
      privateSources: env.PRIVATE_SOURCES,
      publicBaseUrl: env.PUBLIC_BASE_URL,
      trackers: env.TRACKERS,
      ttlDays: env.TTL_DAYS,
      maxDurationSeconds: env.MAX_DURATION_SECONDS,
      heartbeatMs: 5000,
      minimumStallMs: 30_000,
    },
  }
}

export async function createJobDeps(env: Environment, line: AwsLine = {}): Promise<JobDeps> {
  return {
    ...createDeps(env, line),
    assignment: {
      jobId: env.JOB_ID,
      attempt: env.ATTEMPT,
      launch: env.LAUNCH,
      runner: await identifyRunner(fetch, env.ECS_CONTAINER_METADATA_URI_V4),
    },
    jobs: createJobStore({ ...line, endpoint: env.AWS_ENDPOINT_URL, table: env.DDB_TABLE }),
  }
}
