import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { type Aws, names, queueUrl } from '@chronicle/local'

/** How many messages the queue and the dead letters hold, those included that a function has in hand. */
export async function countMessages({ sqs }: Aws, url: string): Promise<number> {
  const counts = [names.queue, names.deadLetterQueue].map(async (name) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl: queueUrl(url, name),
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    )
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)
  })
  return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0)
}
