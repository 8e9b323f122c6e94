import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

/** The settings of the Lambda `s3-torrent-creator`. Without S3_BUCKET the bucket of the event counts; with it others are refused. */
export const environment = z.object({
  API_ORIGIN: settings.API_ORIGIN,
  /** Lambda sets it itself. */
  AWS_LAMBDA_FUNCTION_NAME: z._default(z.string(), 's3-torrent-creator'),
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: settings.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
  DDB_TABLE: settings.DDB_TABLE,
  LAYER_FOLDERS: settings.LAYER_FOLDERS,
  PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL,
  S3_BUCKET: z.optional(settings.S3_BUCKET),
  TORRENT_ENGINE: settings.TORRENT_ENGINE,
  /** Objects above it are handed to a task without a try; not set, each is tried. */
  TORRENT_MOST_BYTES: z.optional(z.coerce.number().check(z.int(), z.minimum(0))),
  TRACKERS: settings.TRACKERS,
  TTL_DAYS: settings.TTL_DAYS,
})
export type Environment = z.infer<typeof environment>
