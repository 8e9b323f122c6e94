import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { ReceivedMessages } from '../ports/received-messages.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'

/** The messages that Lambda took from a queue for this function. */
export function createReceivedMessages({
  queueUrl,
  ...aws
}: { readonly queueUrl: string } & AwsEndpoint): ReceivedMessages {
  const client = new SQSClient(clientSettings(aws))
  return {
    hide: async (receiptHandle, seconds) => {
      await client.send(
        new ChangeMessageVisibilityCommand({
          QueueUrl: queueUrl,
          ReceiptHandle: receiptHandle,
          VisibilityTimeout: seconds,
        }),
      )
    },
  }
}
