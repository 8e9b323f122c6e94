import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs'
import { sqsRecord } from '@chronicle/core/testing'
import type { SQSBatchResponse } from 'aws-lambda'
import { invoke, type Run } from './invoke.ts'
import type { World } from './world.ts'

/** Puts a message among the dead letters, as SQS does when it has come too often. */
export async function sendLetter(world: World, body: { readonly jobId: string }): Promise<void> {
  const request = {
    QueueUrl: world.deadLetterUrl,
    MessageBody: JSON.stringify(body),
    MessageGroupId: body.jobId,
    MessageDeduplicationId: `letter-${body.jobId}`,
  }
  await world.stage.aws.sqs.send(new SendMessageCommand(request))
  world.journal.accepted.add(body.jobId)
}

/** Hands the next dead letter to job-lifecycle; what that is not done with comes back. Answers whether there was one. */
export async function takeLetters(world: World, run?: Run): Promise<boolean> {
  const { sqs } = world.stage.aws
  const QueueUrl = world.deadLetterUrl
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl }))
  const [message] = Messages
  if (!message) return false
  const { MessageId = '', Body = '', ReceiptHandle } = message
  const record = sqsRecord({ messageId: MessageId, body: Body })
  const outcome = await invoke(world, 'job-lifecycle', { Records: [record] }, { run })
  const done = 'answer' in outcome && (outcome.answer as SQSBatchResponse).batchItemFailures.length === 0
  if (done) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  else await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }))
  return true
}
