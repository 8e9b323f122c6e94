import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb'

/**
 * The table's shape, once: the store reads by it, the local provisioning makes it, Terraform is compared with it. Both list
 * indexes sort by the time of creation, newest last, and hold whole rows. The index of open jobs is the sweep's: sparse, since
 * a row that has ended lacks its keys, and narrow, so that what a recorder notes of its progress is no write to it.
 */
export const jobsTable = {
  partitionKey: 'jobId',
  ttlAttribute: 'ttl',
  indexes: {
    byKind: { name: 'jobs-by-kind', partitionKey: 'kind', sortKey: 'createdAt', projected: 'ALL' },
    byStatus: { name: 'jobs-by-status', partitionKey: 'status', sortKey: 'createdAt', projected: 'ALL' },
    open: { name: 'jobs-open', partitionKey: 'open', sortKey: 'lookAt', projected: ['sendSeq', 'status'] },
  },
} as const

type Index = (typeof jobsTable.indexes)[keyof typeof jobsTable.indexes]

/** Each index as DynamoDB's requests describe it, with the attributes that such a request has to describe beside it. */
export const jobsTableIndexes = Object.values(jobsTable.indexes).map((index: Index) => ({
  attributes: attributes([index.partitionKey, index.sortKey]),
  index: {
    IndexName: index.name,
    KeySchema: [
      { AttributeName: index.partitionKey, KeyType: 'HASH' as const },
      { AttributeName: index.sortKey, KeyType: 'RANGE' as const },
    ],
    Projection:
      index.projected === 'ALL'
        ? { ProjectionType: 'ALL' as const }
        : { ProjectionType: 'INCLUDE' as const, NonKeyAttributes: [...index.projected] },
  },
}))

/** The request that makes the table, under the name given. */
export function jobsTableRequest(TableName: string): CreateTableCommandInput {
  const indexes = Object.values(jobsTable.indexes)
  return {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: attributes([
      jobsTable.partitionKey,
      ...indexes.flatMap(({ partitionKey, sortKey }) => [partitionKey, sortKey]),
    ]),
    KeySchema: [{ AttributeName: jobsTable.partitionKey, KeyType: 'HASH' }],
    GlobalSecondaryIndexes: jobsTableIndexes.map(({ index }) => index),
  }
}

function attributes(names: readonly string[]) {
  return [...new Set(names)].map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const }))
}
