import { join } from 'node:path'
import { GetResourcesCommand, GetRestApisCommand } from '@aws-sdk/client-api-gateway'
import { CreateTableCommand } from '@aws-sdk/client-dynamodb'
import { CreateAccessKeyCommand, CreateUserCommand } from '@aws-sdk/client-iam'
import {
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda'
import {
  CreateBucketCommand,
  GetBucketNotificationConfigurationCommand,
  PutBucketNotificationConfigurationCommand,
} from '@aws-sdk/client-s3'
import { CreateQueueCommand, GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { clone } from '../src/clone.ts'
import { freePort } from '../src/engine/free-port.ts'
import { type EngineSettings, provisionEngine } from '../src/engines/provision-engine.ts'
import { provisionApi } from '../src/provision/api.ts'
import { type Aws, createAws } from '../src/provision/aws.ts'
import { mendFor } from '../src/provision/mend.ts'
import { arn, names } from '../src/provision/names.ts'
import type { Outcome } from '../src/provision/run-steps.ts'
import { jobsTrigger, provisionQueueTrigger } from '../src/provision/triggers.ts'
import { type PlainEngine, startPlainEngine } from '../testing/index.ts'
import { engineWithoutEcs } from './engine-without-ecs.ts'

const root = { accessKeyId: 'test', secretAccessKey: 'test' }
const settingsOf = (endpoint: string): EngineSettings => ({
  endpoint,
  credentials: root,
  zips: clone.zips,
  torrentEngine: 'streaming',
  layer: clone.layer,
  torrentsOnly: false,
  patienceMs: 10_000,
})
const hooks = { onWait: () => {}, onEngine: () => {}, onOutcome: () => {} }
const run = (endpoint: string, change: Partial<EngineSettings> = {}) =>
  provisionEngine({ ...settingsOf(endpoint), ...change }, hooks)

const notReady = (outcomes: readonly Outcome[]) => outcomes.filter(({ state }) => state !== 'ready')
const mends = (outcomes: readonly Outcome[]) =>
  Object.fromEntries(
    outcomes.flatMap((outcome) => (outcome.state === 'failed' ? [[outcome.step, mendFor(outcome.error)]] : [])),
  )

let engine: PlainEngine
let aws: Aws
beforeEach(async () => {
  engine = await startPlainEngine()
  aws = createAws(engine.url)
})
afterEach(() => engine.stop())

describe('an engine that someone else started', () => {
  it('is provisioned, says what it lacks, and takes jobs', async () => {
    const { engine: found, outcomes, lacks, api } = await run(engine.url)
    expect(found).toMatchObject({ kind: 'ministack', name: expect.stringContaining('MiniStack 1.') })
    expect(notReady(outcomes)).toEqual([])
    expect(lacks).toContainEqual(expect.stringContaining('npm run chronicle -- up'))
    const answer = await fetch(`${api}/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ url: 'https://example.com/stream' }),
    })
    expect(answer.status).toBe(202)
  })

  it('gets the layer where transmission is wanted, and it is said that this engine does not put it into /opt', async () => {
    // Any zip will do: nothing is run here.
    const layer = join(clone.zips, 'job-lifecycle.zip')
    const { outcomes, lacks } = await run(engine.url, { torrentEngine: 'transmission', layer, torrentsOnly: true })
    expect(outcomes).toContainEqual({ step: 'layer', state: 'ready' })
    expect(notReady(outcomes)).toEqual([])
    expect(lacks).toContainEqual(expect.stringContaining('unpacks layers elsewhere than to /opt'))
  })

  it('is provisioned by six at once as by one', async () => {
    const all = await Promise.all(Array.from({ length: 6 }, () => run(engine.url)))
    expect(all.flatMap(({ outcomes }) => notReady(outcomes))).toEqual([])
    const { EventSourceMappings = [] } = await aws.lambda.send(new ListEventSourceMappingsCommand({}))
    const { Functions = [] } = await aws.lambda.send(new ListFunctionsCommand({}))
    const { items = [] } = await aws.api.send(new GetRestApisCommand({}))
    // One of the queue, and one of its dead letters.
    expect(EventSourceMappings.map(({ EventSourceArn }) => EventSourceArn?.split(':').at(-1)).sort()).toEqual([
      names.deadLetterQueue,
      names.queue,
    ])
    expect([Functions, items].map(({ length }) => length)).toEqual([3, 1])
  })

  it('has one API with each path once, when twelve make it at the same moment', async () => {
    await Promise.all(Array.from({ length: 12 }, () => provisionApi(createAws(engine.url))))
    const { items: apis = [] } = await aws.api.send(new GetRestApisCommand({}))
    expect(apis.map(({ id }) => id)).toEqual([names.apiId])
    const { items = [] } = await aws.api.send(new GetResourcesCommand({ restApiId: names.apiId, limit: 500 }))
    expect(new Set(items.map(({ path }) => path)).size).toBe(items.length)
  })

  it('has one trigger of its queue, when twelve make it at the same moment', async () => {
    await run(engine.url)
    const triggers = async () =>
      (await aws.lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? []
    for (const { UUID } of await triggers()) await aws.lambda.send(new DeleteEventSourceMappingCommand({ UUID }))
    await Promise.all(Array.from({ length: 12 }, () => provisionQueueTrigger(createAws(engine.url), jobsTrigger)))
    expect(await triggers()).toMatchObject([{ BatchSize: 1, FunctionResponseTypes: ['ReportBatchItemFailures'] }])
  })

  it('gets only what torrents need, where that is asked for', async () => {
    const { outcomes, api } = await run(engine.url, { torrentsOnly: true })
    expect(outcomes.map(({ step }) => step).sort()).toEqual([
      'bucket',
      'roles',
      's3-torrent-creator',
      'table',
      'uploads',
    ])
    expect(notReady(outcomes)).toEqual([])
    expect(api).toBeUndefined()
  })
})

describe('what was made by hand', () => {
  it('is brought up to date where that can be done', async () => {
    const FifoQueue = 'true'
    await aws.sqs.send(
      new CreateQueueCommand({ QueueName: names.queue, Attributes: { FifoQueue, VisibilityTimeout: '5' } }),
    )
    await run(engine.url)
    const [mapping] = (await aws.lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? []
    expect(mapping?.BatchSize).toBe(1)
    const QueueUrl = `${engine.url}/${names.account}/${names.queue}`
    const { Attributes } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['VisibilityTimeout'] }),
    )
    expect(Attributes?.VisibilityTimeout).toBe('180')
  })

  it('is named with its difference and what makes room, where it cannot be changed', async () => {
    await aws.dynamodb.send(
      new CreateTableCommand({
        TableName: names.table,
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      }),
    )
    const { outcomes } = await run(engine.url)
    expect(outcomes).toContainEqual({
      step: 'table',
      state: 'failed',
      error: expect.objectContaining({ message: expect.stringContaining('key "id" instead of "jobId"') }),
    })
    expect(mends(outcomes)).toEqual({ table: expect.stringContaining('aws dynamodb delete-table --table-name jobs') })
    expect(outcomes).toContainEqual({ step: 'dispatch-to-ecs', state: 'left out', for: ['table'] })
    expect(outcomes).toContainEqual({ step: 'queues', state: 'ready' })
  })

  it('goes on being told of uploads', async () => {
    await aws.s3.send(new CreateBucketCommand({ Bucket: names.bucket }))
    await aws.sqs.send(new CreateQueueCommand({ QueueName: 'theirs' }))
    const theirs = { Id: 'theirs', QueueArn: arn.queue('theirs'), Events: ['s3:ObjectRemoved:*' as const] }
    await aws.s3.send(
      new PutBucketNotificationConfigurationCommand({
        Bucket: names.bucket,
        NotificationConfiguration: { QueueConfigurations: [theirs] },
      }),
    )
    await run(engine.url)
    const { QueueConfigurations = [], LambdaFunctionConfigurations = [] } = await aws.s3.send(
      new GetBucketNotificationConfigurationCommand({ Bucket: names.bucket }),
    )
    expect(QueueConfigurations.map(({ Id }) => Id)).toEqual(['theirs'])
    expect(LambdaFunctionConfigurations.map(({ Id }) => Id)).toEqual(['s3-torrent-creator'])
  })

  it('keeps one trigger of the queue, with our settings', async () => {
    await run(engine.url)
    const triggers = async () => {
      const request = new ListEventSourceMappingsCommand({ FunctionName: 'dispatch-to-ecs' })
      return (await aws.lambda.send(request)).EventSourceMappings ?? []
    }
    const [first] = await triggers()
    const FunctionName = 's3-torrent-creator'
    await aws.lambda.send(
      new CreateEventSourceMappingCommand({ FunctionName, EventSourceArn: arn.queue(names.deadLetterQueue) }),
    )
    await run(engine.url)
    const EventSourceMappings = await triggers()
    expect(EventSourceMappings.map(({ UUID, BatchSize }) => ({ UUID, BatchSize }))).toEqual([
      { UUID: first?.UUID, BatchSize: 1 },
    ])
  })
})

describe('where it cannot be done', () => {
  it('says that nothing answers, and what to start', async () => {
    const nowhere = `http://127.0.0.1:${await freePort()}`
    await expect(run(nowhere, { patienceMs: 600 })).rejects.toMatchObject({
      name: 'EngineNotReady',
      message: expect.stringMatching(/Nothing answers on .*ECONNREFUSED.*npm run chronicle -- up/),
    })
  })

  it('waits for an engine that is coming up', async () => {
    const slow = await engineWithoutEcs(engine.url, 1500)
    const waited: string[] = []
    const settings = { ...settingsOf(slow.url), torrentsOnly: true }
    const { outcomes } = await provisionEngine(settings, { ...hooks, onWait: (why) => waited.push(why) })
    expect(waited).toEqual([expect.stringContaining('LocalStack 4.14.0 community')])
    expect(notReady(outcomes)).toEqual([])
    await slow.stop()
  })

  it('makes what an engine without ECS has, and names the rest', async () => {
    const free = await engineWithoutEcs(engine.url)
    const { outcomes, lacks } = await run(free.url)
    expect(lacks).toEqual(['LocalStack 4.14.0 community has no ecs'])
    expect(mends(outcomes)).toEqual({ cluster: expect.stringContaining('this engine does not have it') })
    expect(outcomes).toContainEqual({ step: 'dispatch-to-ecs', state: 'left out', for: ['cluster'] })
    expect(outcomes).toContainEqual({ step: 'uploads', state: 'ready' })
    await free.stop()
  })

  it('says whom to ask where the credentials may not', async () => {
    const strict = await startPlainEngine({ iam: true })
    const { iam } = createAws(strict.url)
    await iam.send(new CreateUserCommand({ UserName: 'nobody' }))
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: 'nobody' }))
    const credentials = { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' }
    const { outcomes } = await run(strict.url, { credentials })
    expect(notReady(outcomes)).toHaveLength(outcomes.length)
    for (const mend of Object.values(mends(outcomes))) expect(mend).toContain('may not do this')
    await strict.stop()
  })
})
