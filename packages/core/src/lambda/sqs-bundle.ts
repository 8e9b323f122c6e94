import middy from '@middy/core'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { BundleOptions } from './api-bundle.ts'

/**
 * Every queue handler's middlewares, as an onion: metrics outermost; then the partial batch answer, which turns the handler's
 * settled results into the ids of the messages that must come back. A handler that throws fails the whole batch.
 */
export function sqsBundle({ log, metrics }: BundleOptions) {
  // The middleware's default prints the whole message, and with it whatever URL and token it holds.
  const logger = (reason: unknown, record: SQSRecord) =>
    log.error('message failed, it comes back', { messageId: record.messageId, error: reason })
  return middy<SQSEvent, PromiseSettledResult<void>[] | SQSBatchResponse>()
    .use(metrics.middleware())
    .use(sqsPartialBatchFailure({ logger }))
}
