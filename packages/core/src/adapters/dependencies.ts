import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import type { Dependency } from '../ports/dependency.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'
import { jobsTable } from './jobs-table.ts'

/** In all, whatever the service does: who asks for our health has little patience. */
const PATIENCE_MS = 2500

/** One short try: a service that answers only the third time is not well. */
const impatient = (aws: AwsEndpoint) => ({ ...clientSettings(aws, PATIENCE_MS), maxAttempts: 1 })
const inTime = () => ({ abortSignal: AbortSignal.timeout(PATIENCE_MS) })

/** The table of jobs: asked for a row that no job can have. */
export function createTableCheck({ table, ...aws }: { readonly table: string } & AwsEndpoint): Dependency {
  let client: DynamoDBClient | undefined // made when it is needed: few functions that start are ever asked how they are
  const request = { TableName: table, Key: { [jobsTable.partitionKey]: { S: '/health' } } }
  return {
    name: 'table',
    check: async () => {
      client ??= new DynamoDBClient(impatient(aws))
      await client.send(new GetItemCommand(request), inTime())
    },
  }
}

/** The queue: asked for its ARN. */
export function createQueueCheck({ queueUrl, ...aws }: { readonly queueUrl: string } & AwsEndpoint): Dependency {
  let client: SQSClient | undefined
  return {
    name: 'queue',
    check: async () => {
      client ??= new SQSClient(impatient(aws))
      await client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['QueueArn'] }), inTime())
    },
  }
}
