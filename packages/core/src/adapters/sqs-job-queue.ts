import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { JobQueue } from '../ports/job-queue.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'

/** The FIFO queue. The group is the job, so that a job that cannot be served holds up no other. */
export function createJobQueue({ queueUrl, ...aws }: { readonly queueUrl: string } & AwsEndpoint): JobQueue {
  const client = new SQSClient(clientSettings(aws))
  return {
    ring: async (jobId, sendSeq) => {
      await client.send(
        new SendMessageCommand({
          QueueUrl: queueUrl,
          MessageBody: JSON.stringify({ jobId }),
          MessageGroupId: jobId,
          MessageDeduplicationId: `${jobId}-${sendSeq}`,
        }),
      )
    },
  }
}
