import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

/** The settings of the Lambda `dispatch-to-ecs`. */
export const environment = z.object({
  API_ORIGIN: settings.API_ORIGIN,
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  CONTAINER_NAME: settings.CONTAINER_NAME,
  DDB_TABLE: settings.DDB_TABLE,
  ECS_CLUSTER: settings.ECS_CLUSTER,
  ECS_TASK_DEF: settings.ECS_TASK_DEF,
  MAX_ACTIVE_JOBS: settings.MAX_ACTIVE_JOBS,
  PRIVATE_SOURCES: settings.PRIVATE_SOURCES,
  S3_BUCKET: settings.S3_BUCKET,
  SECURITY_GROUP_IDS: settings.SECURITY_GROUP_IDS,
  SQS_QUEUE_URL: settings.SQS_QUEUE_URL,
  SUBNET_IDS: settings.SUBNET_IDS,
  TTL_DAYS: settings.TTL_DAYS,
})
export type Environment = z.infer<typeof environment>
