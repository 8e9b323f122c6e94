import { paginateScan } from '@aws-sdk/client-dynamodb'
import { unmarshall } from '@aws-sdk/util-dynamodb'
import { jobSchema } from '@chronicle/core'
import { type Aws, names } from '@chronicle/local'
import * as z from 'zod/mini'

const rowSchema = z.pick(jobSchema, {
  jobId: true,
  status: true,
  attempt: true,
  createdAt: true,
  startedAt: true,
  lookAt: true,
  errorCode: true,
  partial: true,
})
export type Row = z.infer<typeof rowSchema>

/** Every job's row, as far as the soak needs it: read in whole, since what is missing is the question. */
export async function readRows({ dynamodb: client }: Aws): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>()
  for await (const { Items = [] } of paginateScan({ client }, { TableName: names.table, ConsistentRead: true })) {
    for (const item of Items) {
      const row = z.parse(rowSchema, unmarshall(item))
      rows.set(row.jobId, row)
    }
  }
  return rows
}

export const hasEnded = (row: Row | undefined) =>
  row !== undefined && ['COMPLETED', 'FAILED', 'CANCELLED'].includes(row.status)
