import {
  CreateTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb'
import { jobsTable, jobsTableRequest } from './jobs-table.ts'

const PATIENCE_SECONDS = 15

/** Makes the table of jobs and waits until it takes rows. One that is there, or that someone makes at this moment, is left as it is. */
export async function createJobsTable(client: DynamoDBClient, TableName: string): Promise<void> {
  await client.send(new CreateTableCommand(jobsTableRequest(TableName))).catch((error: unknown) => {
    if (!(error instanceof ResourceInUseException)) throw error
  })
  await waitUntilTableExists({ client, minDelay: 0.2, maxDelay: 1, maxWaitTime: PATIENCE_SECONDS }, { TableName })
}

/**
 * Has the table's rows deleted when their time is over, where that is not so already: DynamoDB takes such a request once an hour,
 * and refuses the ones of those who ask at the same moment, which is what a ValidationException means here.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html
 */
export async function enableTtl(client: DynamoDBClient, TableName: string): Promise<void> {
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName }))
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return
  const TimeToLiveSpecification = { AttributeName: jobsTable.ttlAttribute, Enabled: true }
  await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })).catch((error: unknown) => {
    if (!(error instanceof Error) || error.name !== 'ValidationException') throw error
  })
}
