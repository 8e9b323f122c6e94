import * as z from 'zod/mini'
import { plainMessages } from './domain/plain-messages.ts'
import { parseSource, sourceName } from './domain/source.ts'

/** The settings do not fit the schema; the message names every one that is wrong or missing. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment'
  constructor(problems: readonly string[]) {
    super(`The environment is not right:\n${problems.map((problem) => `  ${problem}`).join('\n')}`)
  }
}

/**
 * Reads settings by a schema whose keys are variable names. An empty variable counts as not set.
 * Throws InvalidEnvironment with every problem at once; values are never printed, since some may be secret.
 */
export function parseEnv<Schema extends z.ZodMiniType>(
  schema: Schema,
  source: Readonly<Record<string, string | undefined>> = process.env,
): z.output<Schema> {
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''))
  const result = z.safeParse(schema, set, plainMessages)
  if (result.success) return result.data
  throw new InvalidEnvironment(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
}

const wholeNumber = (minimum: number, maximum: number) =>
  z.coerce.number().check(z.int(), z.minimum(minimum), z.maximum(maximum))
const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',').flatMap((entry) => entry.trim() || [])),
)

/** Servers of one's own network, each exactly as `host:port`. */
const sources = z.pipe(
  list,
  z.transform((entries, context) =>
    entries.flatMap((entry) => {
      const source = parseSource(entry)
      if (source) return sourceName(source)
      context.issues.push({
        code: 'custom',
        input: entry,
        message: 'must be a list of host:port, such as 192.168.1.7:8080',
      })
      return []
    }),
  ),
)

/** Where the piece hashes of a torrent come from: the first that serves, or one alone. The torrents are the same. */
export const torrentEngines = ['auto', 'part-checksums', 'streaming', 'transmission'] as const
export type TorrentEngine = (typeof torrentEngines)[number]

/** The variables that several of our programs take, each with its one definition. */
export const settings = {
  /** The one web origin whose pages may read the API's answers, or "*"; not set, none may. */
  API_ORIGIN: z.optional(z.string()),
  AWS_ENDPOINT_URL: z.optional(z.url()),
  /** In MB; Lambda sets it. Processor time goes with it. */
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.optional(wholeNumber(128, 10_240)),
  CONTAINER_NAME: z.string(),
  DDB_TABLE: z.string(),
  ECS_CLUSTER: z.string(),
  ECS_TASK_DEF: z.string(),
  /** Lambda unpacks layers to /opt. Elsewhere it is said where. */
  LAYER_FOLDERS: z._default(list, ['/opt']),
  /** How many jobs may be recorded at once; 0 for any number. */
  MAX_ACTIVE_JOBS: z._default(wholeNumber(0, 100_000), 0),
  /** How often a job may be begun without being asked again. */
  MAX_ATTEMPTS: z._default(wholeNumber(1, 10), 3),
  MAX_DURATION_SECONDS: z._default(wholeNumber(1, 7 * 86_400), 43_200),
  /** What may be recorded though it is not public. */
  PRIVATE_SOURCES: z._default(sources, []),
  PUBLIC_BASE_URL: z.optional(z.url()),
  S3_BUCKET: z.string(),
  SECURITY_GROUP_IDS: list,
  SQS_QUEUE_URL: z.url(),
  SUBNET_IDS: list,
  TORRENT_ENGINE: z._default(z.enum(torrentEngines), 'auto'),
  TRACKERS: z._default(list, []),
  TRANSMISSION_TASK_DEF: z.optional(z.string()),
  TTL_DAYS: z._default(wholeNumber(1, 3650), 30),
} as const
