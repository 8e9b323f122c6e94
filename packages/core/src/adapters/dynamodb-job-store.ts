import { isDeepStrictEqual } from 'node:util'
import {
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb'
import * as z from 'zod/mini'
import { type Job, type JobEvent, jobSchema } from '../domain/job.ts'
import { MOST_EVENTS } from '../domain/job-events.ts'
import type { Change, ChangeOutcome, DueJob, Guard, JobPage, JobQuery, JobStore } from '../ports/job-store.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'
import { rowAfterFailedCondition } from './conditional-write.ts'
import { countJobs } from './count-jobs.ts'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { conditionExpressions, updateExpressions } from './job-expressions.ts'
import { jobsTable } from './jobs-table.ts'
import { jobsTableClient } from './jobs-table-client.ts'

/**
 * The jobs in a DynamoDB table. Every read is consistent but for lists and due jobs, which come from indexes.
 * Throws TableMissing where there is no such table on AWS; on an emulator it is made.
 */
export function createJobStore({ table, ...aws }: { readonly table: string } & AwsEndpoint): JobStore {
  const client = DynamoDBDocumentClient.from(jobsTableClient(table, clientSettings(aws)), {
    marshallOptions: { removeUndefinedValues: true },
  })

  async function create(job: Job) {
    const request = {
      TableName: table,
      Item: job,
      ConditionExpression: `attribute_not_exists(${jobsTable.partitionKey})`,
    }
    const current = await rowAfterFailedCondition(() =>
      client.send(new PutCommand({ ...request, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })),
    )
    return current.failed ? { created: false, job: parse(current.row) } : { created: true, job }
  }

  async function get(jobId: string) {
    const { Item } = await client.send(new GetCommand({ TableName: table, Key: { jobId }, ConsistentRead: true }))
    return Item && parse(Item)
  }

  async function change(jobId: string, when: Guard, what: Change): Promise<ChangeOutcome> {
    const request = { TableName: table, Key: { jobId }, ReturnValues: 'ALL_NEW' as const, ...ifNotTheRow }
    let full: readonly JobEvent[] | undefined
    for (;;) {
      const result = await rowAfterFailedCondition(() =>
        client.send(new UpdateCommand({ ...request, ...updateExpressions(when, what, full) })),
      )
      if (!result.failed) return { changed: true, job: parse(result.answer.Attributes) }
      const { row } = result
      const found = what.event && row?.events.length >= MOST_EVENTS ? row?.events : undefined
      // Nothing is new about the events, so it was the guard that did not hold.
      if (isDeepStrictEqual(found, full)) return { changed: false, ...(row && { job: parse(row) }) }
      full = found
    }
  }

  async function remove(jobId: string, when: Guard) {
    const request = { TableName: table, Key: { jobId }, ...conditionExpressions(when), ...ifNotTheRow }
    const { failed, row } = await rowAfterFailedCondition(() => client.send(new DeleteCommand(request)))
    return failed ? { removed: false, ...(row && { job: parse(row) }) } : { removed: true }
  }

  async function list({ status, limit, cursor }: JobQuery): Promise<JobPage> {
    const index = status === undefined ? jobsTable.indexes.byKind : jobsTable.indexes.byStatus
    const partition = status ?? 'recording'
    const start = cursor === undefined ? undefined : { ...decodeCursor(cursor), [index.partitionKey]: partition }
    const request = {
      TableName: table,
      IndexName: index.name,
      KeyConditionExpression: '#partition = :partition',
      ExpressionAttributeNames: { '#partition': index.partitionKey, ...(status && { '#kind': 'kind' }) },
      ExpressionAttributeValues: { ':partition': partition, ...(status && { ':kind': 'recording' }) },
      ...(status && { FilterExpression: '#kind = :kind' }),
      ScanIndexForward: false,
      ExclusiveStartKey: start,
    }
    const found: Job[] = []
    // One more than asked for tells whether there is a next page.
    for await (const page of paginateQuery({ client, pageSize: limit + 1 }, request)) {
      found.push(...(page.Items ?? []).map(parse))
      if (found.length > limit) break
    }
    const items = found.slice(0, limit)
    const last = items.at(-1)
    return { items, ...(last && found.length > limit && { nextCursor: encodeCursor(last) }) }
  }

  async function* due(at: string): AsyncIterable<DueJob> {
    const { name, partitionKey, sortKey } = jobsTable.indexes.open
    const request = {
      TableName: table,
      IndexName: name,
      KeyConditionExpression: '#open = :open AND #lookAt <= :at',
      ExpressionAttributeNames: { '#open': partitionKey, '#lookAt': sortKey },
      ExpressionAttributeValues: { ':open': 'yes', ':at': at },
    }
    for await (const { Items = [] } of paginateQuery({ client, pageSize: DUE_PAGE }, request))
      yield* Items.map((item) => z.parse(dueSchema, item))
  }

  const count: JobStore['count'] = (statuses, atMost) => countJobs(client, table, statuses, atMost)

  return { create, get, change, remove, list, count, due }
}

const ifNotTheRow = { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' } as const

/** A sweep has time for a few hundred jobs, so no more are read ahead of it. */
const DUE_PAGE = 100

const dueSchema = z.required(z.pick(jobSchema, { jobId: true, status: true, sendSeq: true, lookAt: true }))

/** Rows are checked as they come out: a row that our schema does not know is a fault to see, not to guess at. */
function parse(row: unknown): Job {
  return z.parse(jobSchema, row)
}
