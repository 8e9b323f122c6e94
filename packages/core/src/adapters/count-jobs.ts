import { type DynamoDBDocumentClient, paginateQuery } from '@aws-sdk/lib-dynamodb'
import type { JobStatus } from '../domain/status.ts'
import { jobsTable } from './jobs-table.ts'

/** Counts the recordings of some statuses by their index, one after the other, and no further than there is a use for it. */
export async function countJobs(
  client: DynamoDBDocumentClient,
  TableName: string,
  statuses: readonly JobStatus[],
  atMost: number,
): Promise<number> {
  const { name, partitionKey } = jobsTable.indexes.byStatus
  let count = 0
  for (const status of statuses) {
    const request = {
      TableName,
      IndexName: name,
      Select: 'COUNT',
      KeyConditionExpression: '#status = :status',
      FilterExpression: '#kind = :kind',
      ExpressionAttributeNames: { '#status': partitionKey, '#kind': 'kind' },
      ExpressionAttributeValues: { ':status': status, ':kind': 'recording' },
    } as const
    for await (const { Count = 0 } of paginateQuery({ client, pageSize: Math.max(1, atMost - count) }, request)) {
      count += Count
      if (count >= atMost) return count
    }
  }
  return count
}
