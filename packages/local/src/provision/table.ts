import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb'
import { jobsTable } from '@chronicle/core/aws'
import { type Aws, unlessExists } from './aws.ts'
import { MadeOtherwise } from './made-otherwise.ts'
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
  const { Table = {} } = await aws.dynamodb.send(new DescribeTableCommand({ TableName }))
  refuseOtherKey(Table)
  await addMissingIndexes(aws, Table)
  await enableTtl(aws)
}

/** A key is for a table's whole life. */
function refuseOtherKey({ KeySchema = [] }: TableDescription): void {
  const key = KeySchema.map(({ AttributeName }) => AttributeName).join(', ')
  if (key === jobsTable.partitionKey) return
  throw new MadeOtherwise(
    `there is a table "${TableName}" with the key "${key}" instead of "${jobsTable.partitionKey}"`,
    `delete it if nobody needs it (aws dynamodb delete-table --table-name ${TableName})`,
  )
}

/** DynamoDB takes one new index a call. */
async function addMissingIndexes({ dynamodb }: Aws, { GlobalSecondaryIndexes }: TableDescription): Promise<void> {
  const present = new Set(GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName))
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
