import { CreateTableCommand, DescribeTimeToLiveCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { jobsTable } from '@chronicle/core/aws'
import { type Aws, unlessExists } from './aws.ts'
import { names } from './names.ts'

/** The table of jobs, as `jobsTable` says it. */
export async function provisionTable({ dynamodb }: Aws): Promise<void> {
  const { partitionKey, indexes, ttlAttribute } = jobsTable
  const TableName = names.table
  const keys = [partitionKey, ...Object.values(indexes).flatMap((index) => [index.partitionKey, index.sortKey])]
  await unlessExists(
    () =>
      dynamodb.send(
        new CreateTableCommand({
          TableName,
          BillingMode: 'PAY_PER_REQUEST',
          AttributeDefinitions: [...new Set(keys)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
          KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
          GlobalSecondaryIndexes: Object.values(indexes).map((index) => ({
            IndexName: index.name,
            KeySchema: [
              { AttributeName: index.partitionKey, KeyType: 'HASH' },
              { AttributeName: index.sortKey, KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          })),
        }),
      ),
    'ResourceInUseException',
  )
  // Repeating this within the hour is refused by DynamoDB, so it is only done where it is not done yet.
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return
  const TimeToLiveSpecification = { AttributeName: ttlAttribute, Enabled: true }
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))
}
