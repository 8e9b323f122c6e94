import {
  CreateQueueCommand,
  GetQueueUrlCommand,
  QueueDoesNotExist,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs'
import { jobsQueue } from '@chronicle/core'
import type { Aws } from './aws.ts'
import { functions } from './functions.ts'
import { arn, names } from './names.ts'

const SECONDS_A_DAY = 86_400

type QueueNames = { readonly queue: string; readonly deadLetterQueue: string }

/** The queue of jobs and the queue for those that could not be served. A FIFO queue's dead letters need a FIFO queue too. */
export async function provisionQueues(aws: Aws, { queue, deadLetterQueue }: QueueNames = names): Promise<void> {
  await provisionQueue(aws, deadLetterQueue, {
    // Six times the time-out of the function that takes them, as AWS wants it.
    VisibilityTimeout: String(6 * functions['job-lifecycle'].timeout),
    MessageRetentionPeriod: String(14 * SECONDS_A_DAY),
  })
  await provisionQueue(aws, queue, {
    VisibilityTimeout: String(jobsQueue.visibilitySeconds),
    MessageRetentionPeriod: String(4 * SECONDS_A_DAY),
    RedrivePolicy: JSON.stringify({
      deadLetterTargetArn: arn.queue(deadLetterQueue),
      maxReceiveCount: jobsQueue.maxReceives,
    }),
  })
}

async function provisionQueue(
  { sqs }: Aws,
  QueueName: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const fixed = { FifoQueue: 'true' }
  const changeable = { ContentBasedDeduplication: 'true', ...attributes }
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName })).catch((error: unknown) => {
    if (!(error instanceof QueueDoesNotExist)) throw error
    return sqs.send(new CreateQueueCommand({ QueueName, Attributes: { ...fixed, ...changeable } }))
  })
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: changeable }))
}
