import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

/** The settings of the Lambda `job-lifecycle`. */
export const environment = z.object({
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  /** The seeder's container. It and the network are asked for where completed jobs are seeded. */
  CONTAINER_NAME: z.optional(settings.CONTAINER_NAME),
  DDB_TABLE: settings.DDB_TABLE,
  ECS_CLUSTER: settings.ECS_CLUSTER,
  MAX_ATTEMPTS: settings.MAX_ATTEMPTS,
  MAX_DURATION_SECONDS: settings.MAX_DURATION_SECONDS,
  PUBLIC_BASE_URL: settings.PUBLIC_BASE_URL,
  SECURITY_GROUP_IDS: z.optional(settings.SECURITY_GROUP_IDS),
  SQS_QUEUE_URL: settings.SQS_QUEUE_URL,
  SUBNET_IDS: z.optional(settings.SUBNET_IDS),
  /** The function that makes torrents. Unset, no backfill is gone on with. */
  TORRENT_FUNCTION: z.optional(z.string()),
  TRACKERS: settings.TRACKERS,
  /** The seeder's task definition: ARN with revision. Unset, nothing is seeded. */
  TRANSMISSION_TASK_DEF: settings.TRANSMISSION_TASK_DEF,
  TTL_DAYS: settings.TTL_DAYS,
})
export type Environment = z.infer<typeof environment>
