import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

const notNegative = z.coerce.number().check(z.nonnegative())

/** The settings of the seeder: what it seeds (JOB_ID or TORRENT_KEY), for how long, and where everything is. */
export const environment = z.object({
  /** The attempt whose recording is meant; a job that is at another one by now is left alone. */
  ATTEMPT: z.optional(z.coerce.number().check(z.int(), z.minimum(1))),
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  DDB_TABLE: settings.DDB_TABLE,
  /** Set by ECS in every container. */
  ECS_CONTAINER_METADATA_URI_V4: z.optional(z.url()),
  JOB_ID: z.optional(z.string()),
  PATH: z.string(),
  PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL,
  S3_BUCKET: settings.S3_BUCKET,
  /** Whether peers are also looked for without a tracker: by DHT and peer exchange. Never for a private torrent. */
  SEED_DHT: z._default(z.stringbool({ truthy: ['true'], falsy: ['false'] }), true),
  /** A folder that keeps the content for the next time; without it a temporary one is used. */
  SEED_FOLDER: z.optional(z.string()),
  /** Where the content comes from: the bucket, or the web seed that the torrent names. */
  SEED_FROM: z._default(z.enum(['s3', 'web-seed']), 's3'),
  /** Hours of seeding; 0: no limit. */
  SEED_HOURS: z._default(notNegative, 0),
  /** Where peers connect; 0: any free port. */
  SEED_PEER_PORT: z._default(notNegative.check(z.int(), z.maximum(65_535)), 51_413),
  /** How often the content is given away before it is enough; 0: no limit. */
  SEED_RATIO: z._default(notNegative, 0),
  /** Where the system keeps its certificates, for trackers and web seeds by https. */
  SSL_CERT_FILE: z.optional(z.string()),
  TORRENT_KEY: z.optional(z.string()),
  TRACKERS: settings.TRACKERS,
})
export type Environment = z.infer<typeof environment>
