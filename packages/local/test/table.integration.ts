import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb'
import { createJobStore, jobsTable } from '@chronicle/core/aws'
import { buildJob } from '@chronicle/core/testing'
import { afterAll, expect, it } from '@jest/globals'
import { createAws } from '../src/provision/aws.ts'
import { names } from '../src/provision/names.ts'
import { provisionTable } from '../src/provision/table.ts'
import { startTestEngine } from '../testing/index.ts'

Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const engine = await startTestEngine()
afterAll(() => engine.stop())

it('gives the indexes that it lacks to a table that an earlier version made, with the rows that are in it', async () => {
  const aws = createAws(engine.url)
  await aws.dynamodb.send(
    new CreateTableCommand({
      TableName: names.table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'jobId', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'jobId', KeyType: 'HASH' }],
    }),
  )
  const jobs = createJobStore({ endpoint: engine.url, table: names.table })
  await jobs.create(buildJob())
  await provisionTable(aws)
  await provisionTable(aws)

  const { Table } = await aws.dynamodb.send(new DescribeTableCommand({ TableName: names.table }))
  const made = Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName)
  expect(made?.sort()).toEqual(Object.values(jobsTable.indexes).map(({ name }) => name))
  const due: string[] = []
  for await (const { jobId } of jobs.due(buildJob().lookAt ?? '')) due.push(jobId)
  expect(due).toEqual(['job-1'])
})
