import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

const counted = z.coerce.number().check(z.int(), z.minimum(1))

/** The settings of the recorder: which launch of which job it is (JOB_ID, ATTEMPT, LAUNCH), and where everything is. */
export const environment = z.object({
  ATTEMPT: counted,
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  DDB_TABLE: settings.DDB_TABLE,
  /** Set by ECS in every container. */
  ECS_CONTAINER_METADATA_URI_V4: z.optional(z.url()),
  JOB_ID: z.string(),
  LAUNCH: counted,
  MAX_DURATION_SECONDS: settings.MAX_DURATION_SECONDS,
  PATH: z.string(),
  PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL,
  S3_BUCKET: settings.S3_BUCKET,
  /** Where the system keeps its certificates; the only way in which ffmpeg can be told for HLS segments. */
  SSL_CERT_FILE: z.optional(z.string()),
  TRACKERS: settings.TRACKERS,
  TTL_DAYS: settings.TTL_DAYS,
})
export type Environment = z.infer<typeof environment>
