import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DescribeTableCommand, DescribeTimeToLiveCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { jobsTable } from '@chronicle/core/aws'
import { apiEvent } from '@chronicle/core/testing'
import { clone, createAws, names, queueUrl } from '@chronicle/local'
import { startTestEngine } from '@chronicle/local/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { unzipSync } from 'fflate'
import { coldStart } from './cold-start.ts'
import { startCountingProxy } from './counting-proxy.ts'

const engine = await startTestEngine()
const proxy = await startCountingProxy(engine.url)
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-cold-'))
afterAll(async () => {
  proxy.close()
  await engine.stop()
  await rm(folder, { recursive: true })
})

/** The code of the dispatcher's zip, where Node can load it. */
async function dispatcher(): Promise<string> {
  const { 'index.js': code } = unzipSync(await readFile(join(clone.zips, 'dispatch-to-ecs.zip')))
  const bundle = join(folder, 'index.js')
  await writeFile(bundle, code ?? '')
  return bundle
}

const environment = {
  AWS_ACCESS_KEY_ID: 'test',
  AWS_ENDPOINT_URL: proxy.url,
  AWS_REGION: names.region,
  AWS_SECRET_ACCESS_KEY: 'test',
  CONTAINER_NAME: names.container,
  DDB_TABLE: names.table,
  ECS_CLUSTER: names.cluster,
  ECS_TASK_DEF: `arn:aws:ecs:${names.region}:${names.account}:task-definition/${names.taskFamily}:1`,
  S3_BUCKET: names.bucket,
  SECURITY_GROUP_IDS: 'sg-1',
  SQS_QUEUE_URL: queueUrl(proxy.url, names.queue),
  SUBNET_IDS: 'subnet-1',
}

const submit = (jobId: string) =>
  apiEvent({ method: 'POST', path: '/jobs', body: JSON.stringify({ jobId, url: 'https://example.com/live' }) })

describe('a table that is missing on an engine', () => {
  it('is made once by twenty functions that start cold at once, and each of them serves its caller', async () => {
    const bundle = await dispatcher()
    const functions = await Promise.all(Array.from({ length: 20 }, () => coldStart(bundle, environment)))
    const answers = await Promise.all(functions.map(({ answer }, index) => answer(submit(`job-${index}`))))
    expect(answers.map((answer) => (answer as { statusCode: number }).statusCode)).toEqual(answers.map(() => 202))
    expect(proxy.count('CreateTable 200')).toBe(1)
    expect(proxy.count('CreateTable 200') + proxy.count('CreateTable 400')).toBeGreaterThan(1)

    const { dynamodb } = createAws(engine.url)
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: names.table }))
    const indexes = Object.values(jobsTable.indexes).map(({ name }) => name)
    expect(Table?.GlobalSecondaryIndexes?.map(({ IndexName }) => IndexName).sort()).toEqual(indexes.sort())
    const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: names.table }))
    expect(TimeToLiveDescription).toMatchObject({ AttributeName: 'ttl', TimeToLiveStatus: 'ENABLED' })
    expect((await dynamodb.send(new ScanCommand({ TableName: names.table, Select: 'COUNT' }))).Count).toBe(20)
  })

  it('is not asked about when it is there, however cold the start', async () => {
    const before = new Map(proxy.calls().map((call) => [call, proxy.count(call)]))
    const { answer } = await coldStart(await dispatcher(), environment)
    await expect(answer(submit('job-20'))).resolves.toMatchObject({ statusCode: 202 })
    const more = proxy.calls().filter((call) => proxy.count(call) > (before.get(call) ?? 0))
    expect(more.map((call) => call.split(' ')[0]).sort()).toEqual(['PutItem', 'SendMessage'])
  })
})
