import middy from '@middy/core'
import sqsPartialBatchFailure from '@middy/sqs-partial-batch-failure'
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda'
import type { BundleOptions } from './api-bundle.ts'

/**
 * What every queue handler has around it: the partial batch answer, which turns the handler's settled results into the ids of
 * the messages that must come back; and what was counted is printed in the end, whatever that is. A handler that throws fails
 * the whole batch, so it must not be ended from outside: inFifoOrder ends by itself, and knows which messages are done.
 */
export function sqsBundle({ log, metrics }: BundleOptions) {
  // The middleware's default prints the whole message, and with it whatever URL and token it holds. The group of our own is the job.
  const logger = (reason: unknown, { messageId, attributes }: SQSRecord) => {
    const { MessageGroupId: groupId, ApproximateReceiveCount: receives } = attributes
    log.error('message failed, it comes back', { messageId, groupId, receives, error: reason })
  }
  return middy<SQSEvent, PromiseSettledResult<void>[] | SQSBatchResponse>({
    timeoutEarlyInMillis: 0,
    requestEnd: metrics.publish,
  }).use(sqsPartialBatchFailure({ logger }))
}
