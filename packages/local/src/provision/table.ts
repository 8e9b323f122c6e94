import { DescribeTableCommand, type TableDescription, UpdateTableCommand } from '@aws-sdk/client-dynamodb'
import { createJobsTable, enableTtl, jobsTable, jobsTableIndexes } from '@chronicle/core/aws'
import type { Aws } from './aws.ts'
import { MadeOtherwise } from './made-otherwise.ts'
import { names } from './names.ts'

/** The table of jobs, as `jobsTable` says it. One that an earlier version made gets the indexes that it lacks. */
export async function provisionTable({ dynamodb }: Aws, TableName: string = names.table): Promise<void> {
  await createJobsTable(dynamodb, TableName)
  const { Table = {} } = await dynamodb.send(new DescribeTableCommand({ TableName }))
  refuseOtherKey(TableName, Table)
  await addMissingIndexes(dynamodb, TableName, Table)
  await enableTtl(dynamodb, TableName)
}

/** A key is for a table's whole life. */
function refuseOtherKey(TableName: string, { KeySchema = [] }: TableDescription): void {
  const key = KeySchema.map(({ AttributeName }) => AttributeName).join(', ')
  if (key === jobsTable.partitionKey) return
  throw new MadeOtherwise(
    `there is a table "${TableName}" with the key "${key}" instead of "${jobsTable.partitionKey}"`,
    `delete it if nobody needs it (aws dynamodb delete-table --table-name ${TableName})`,
  )
}

/** DynamoDB takes one new index a call. */
async function addMissingIndexes(
  dynamodb: Aws['dynamodb'],
  TableName: string,
  { GlobalSecondaryIndexes }: TableDescription,
): Promise<void> {
  const present = new Set(GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
  for (const { index, attributes } of jobsTableIndexes.filter(({ index }) => !present.has(index.IndexName))) {
    const GlobalSecondaryIndexUpdates = [{ Create: index }]
    await dynamodb.send(
      new UpdateTableCommand({ TableName, AttributeDefinitions: attributes, GlobalSecondaryIndexUpdates }),
    )
  }
}
