import { settings } from '@chronicle/core'
import * as z from 'zod/mini'

/** The settings of the Lambda `job-lifecycle`. */
export const environment = z.object({
  AWS_ENDPOINT_URL: settings.AWS_ENDPOINT_URL,
  DDB_TABLE: settings.DDB_TABLE,
  SQS_QUEUE_URL: settings.SQS_QUEUE_URL,
  TTL_DAYS: settings.TTL_DAYS,
})
export type Environment = z.infer<typeof environment>
