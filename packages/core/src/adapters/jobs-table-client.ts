import { DynamoDBClient, type DynamoDBClientConfig, ResourceNotFoundException } from '@aws-sdk/client-dynamodb'
import { TableMissing } from '../domain/errors.ts'
import { createJobsTable, enableTtl } from './create-jobs-table.ts'

/**
 * A client for the table of jobs. Where DynamoDB says that there is no such table and `endpoint` is one of our own choice, as it
 * is of an emulator, the table is made and the call made again; so nothing is asked of it as long as it is there. On AWS, where
 * Terraform makes tables, the call fails with TableMissing.
 */
export function jobsTableClient(table: string, settings: DynamoDBClientConfig): DynamoDBClient {
  const client = new DynamoDBClient(settings)
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request)
      } catch (error) {
        if (!(error instanceof ResourceNotFoundException)) throw error
        if (settings.endpoint === undefined)
          throw new TableMissing(table, await client.config.region(), { cause: error })
        await make(table, settings)
        return next(request)
      }
    },
    { step: 'initialize', name: 'jobsTableThere' },
  )
  return client
}

/** By a client of its own: the calls that make a table must not be answered by making it. */
async function make(table: string, settings: DynamoDBClientConfig): Promise<void> {
  const client = new DynamoDBClient(settings)
  await createJobsTable(client, table)
  await enableTtl(client, table)
}
