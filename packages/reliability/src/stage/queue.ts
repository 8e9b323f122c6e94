import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { sqsRecord } from '@chronicle/core/testing'
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda'
import { invoke, type Run } from './invoke.ts'
import type { World } from './world.ts'

/** Sends a message as somebody else does. SQS has taken it, so its job counts as accepted. */
export async function send(
  world: World,
  body: { readonly jobId: string; readonly [field: string]: string },
  group: string,
): Promise<void> {
  const request = {
    QueueUrl: world.queueUrl,
    MessageBody: JSON.stringify(body),
    MessageGroupId: group,
    MessageDeduplicationId: `message-${body.jobId}`,
  }
  await world.stage.aws.sqs.send(new SendMessageCommand(request))
  world.journal.accepted.add(body.jobId)
}

/**
 * What Lambda does with a queue: takes what is there, hands it to the dispatcher, deletes what that is done with. What it is
 * not done with comes back at once, as the wait for it is over here. Answers how many messages there were.
 */
export async function deliver(world: World, run?: Run, batchSize = 1): Promise<number> {
  const { sqs } = world.stage.aws
  const QueueUrl = world.queueUrl
  const request = { QueueUrl, MaxNumberOfMessages: batchSize, MessageSystemAttributeNames: ['All' as const] }
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request))
  if (Messages.length === 0) return 0
  const records = Messages.map(recordOf)
  const failed = await handOver(world, records, run)
  for (const { receiptHandle: ReceiptHandle, messageId } of records) {
    const done = !failed.has(messageId)
    if (done) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    else await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
  }
  return Messages.length
}

/** Hands messages to the dispatcher; answers the ids of those that it is not done with. */
export async function handOver(world: World, records: readonly SQSRecord[], run?: Run): Promise<ReadonlySet<string>> {
  const outcome = await invoke(world, 'dispatch-to-ecs', { Records: records }, { run })
  const failures =
    'answer' in outcome
      ? (outcome.answer as SQSBatchResponse).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier)
      : records.map(({ messageId }) => messageId)
  const failed = new Set(failures)
  world.journal.deliveries.push(...records.map((record) => ({ record, done: !failed.has(record.messageId) })))
  return failed
}

function recordOf({ MessageId = '', ReceiptHandle = '', Body = '', Attributes = {} }: Message): SQSRecord {
  const record = sqsRecord({ messageId: MessageId, body: Body, groupId: Attributes.MessageGroupId ?? '' })
  return { ...record, receiptHandle: ReceiptHandle, attributes: { ...record.attributes, ...Attributes } }
}

/** Loses every message that is in the queue, and with it the order that it had a place in. */
export async function dropMessages({ stage, journal, queueUrl: QueueUrl }: World): Promise<void> {
  await stage.aws.sqs.send(new PurgeQueueCommand({ QueueUrl }))
  journal.deliveries.splice(0)
}
