import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { jobsTable } from '@chronicle/core/aws'
import { type Aws, unlessExists } from './aws.ts'
import { names } from './names.ts'

type Index = (typeof jobsTable.indexes)[keyof typeof jobsTable.indexes]

const indexes: readonly Index[] = Object.values(jobsTable.indexes)
const TableName = names.table

/** The table of jobs, as `jobsTable` says it. One that an earlier version made gets the indexes that it lacks. */
export async function provisionTable(aws: Aws): Promise<void> {
  const { partitionKey } = jobsTable
  const request = new CreateTableCommand({
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes([partitionKey, ...indexes.flatMap(keysOf)]),
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: indexes.map(indexOf),
  })
  await unlessExists(() => aws.dynamodb.send(request), 'ResourceInUseException')
  await addMissingIndexes(aws)
  await enableTtl(aws)
}

/** DynamoDB takes one new index a call. */
async function addMissingIndexes({ dynamodb }: Aws): Promise<void> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName }))
  const present = new Set(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
  for (const index of indexes.filter(({ name }) => !present.has(name))) {
    const AttributeDefinitions = attributes(keysOf(index))
    const GlobalSecondaryIndexUpdates = [{ Create: indexOf(index) }]
    await dynamodb.send(new UpdateTableCommand({ TableName, AttributeDefinitions, GlobalSecondaryIndexUpdates }))
  }
}

/** Repeating this within the hour is refused by DynamoDB, so it is only done where it is not done yet. */
async function enableTtl({ dynamodb }: Aws): Promise<void> {
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }))
  if (TimeToLiveDescription?.TimeToLiveStatus?.startsWith('ENABL')) return
  const TimeToLiveSpecification = { AttributeName: jobsTable.ttlAttribute, Enabled: true }
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }))
}

const keysOf = ({ partitionKey, sortKey }: Index) => [partitionKey, sortKey]

const attributes = (keys: readonly string[]) =>
  [...new Set(keys)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }))

function indexOf({ name, partitionKey, sortKey, projected }: Index) {
  return {
    IndexName: name,
    KeySchema: [
      { AttributeName: partitionKey, KeyType: 'HASH' as const },
      { AttributeName: sortKey, KeyType: 'RANGE' as const },
    ],
    Projection:
      projected === 'ALL'
        ? { ProjectionType: 'ALL' as const }
        : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...projected] },
  }
}
