import { GetResourcesCommand } from '@aws-sdk/client-api-gateway'
import { DescribeTableCommand, DescribeTimeToLiveCommand } from '@aws-sdk/client-dynamodb'
import { DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { DescribeRuleCommand, ListRulesCommand, ListTargetsByRuleCommand } from '@aws-sdk/client-eventbridge'
import {
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda'
import { GetBucketNotificationConfigurationCommand } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import type { Aws } from '../../src/provision/aws.ts'
import { names, queueUrl } from '../../src/provision/names.ts'
import { type FunctionShape, keysOf, type QueueShape, type QueueTrigger, type Shape, type TaskShape } from './shape.ts'

/** Reads what the local provisioning made, by the calls that describe it. */
export async function madeShape(aws: Aws, url: string): Promise<Shape> {
  const notification = await aws.s3.send(new GetBucketNotificationConfigurationCommand({ Bucket: names.bucket }))
  const rule = await aws.events.send(new DescribeRuleCommand({ Name: names.taskRule }))
  const pattern = JSON.parse(rule.EventPattern ?? '{}')
  const lifecycle = await functionShape(aws, 'job-lifecycle')
  const isSeeding = lifecycle.environment.includes('TRANSMISSION_TASK_DEF')
  return {
    functions: {
      'dispatch-to-ecs': await functionShape(aws, 'dispatch-to-ecs'),
      'job-lifecycle': lifecycle,
      's3-torrent-creator': await functionShape(aws, 's3-torrent-creator'),
    },
    queues: {
      jobs: await queueShape(aws, queueUrl(url, names.queue)),
      deadLetters: await queueShape(aws, queueUrl(url, names.deadLetterQueue)),
    },
    queueTriggers: {
      jobs: await queueTrigger(aws, 'dispatch-to-ecs'),
      deadLetters: await queueTrigger(aws, 'job-lifecycle'),
    },
    table: await tableShape(aws),
    notification: (notification.LambdaFunctionConfigurations ?? []).flatMap(({ Events = [] }) => Events),
    routes: await routes(aws),
    task: await taskShape(aws, names.taskFamily),
    ...(isSeeding && { seederTask: await taskShape(aws, names.seederFamily) }),
    schedules: await schedules(aws),
    taskEvents: { detailTypes: pattern['detail-type'], lastStatuses: pattern.detail.lastStatus },
  }
}

async function functionShape({ lambda }: Aws, FunctionName: string): Promise<FunctionShape> {
  const made = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName }))
  const { MaximumRetryAttempts = -1 } = await lambda.send(new GetFunctionEventInvokeConfigCommand({ FunctionName }))
  return {
    runtime: made.Runtime ?? '',
    handler: made.Handler ?? '',
    memory: made.MemorySize ?? 0,
    timeout: made.Timeout ?? 0,
    storage: made.EphemeralStorage?.Size ?? 0,
    layers: (made.Layers ?? []).map(({ Arn = '' }) => Arn),
    retries: MaximumRetryAttempts,
    environment: keysOf(made.Environment?.Variables),
  }
}

async function queueTrigger({ lambda }: Aws, FunctionName: string): Promise<QueueTrigger> {
  const { EventSourceMappings: [trigger] = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName }),
  )
  return {
    batchSize: trigger?.BatchSize ?? 0,
    responses: trigger?.FunctionResponseTypes ?? [],
    maximumConcurrency: trigger?.ScalingConfig?.MaximumConcurrency ?? 0,
  }
}

async function queueShape({ sqs }: Aws, QueueUrl: string): Promise<QueueShape> {
  const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  const { maxReceiveCount } = JSON.parse(Attributes.RedrivePolicy ?? '{}')
  return {
    isFifo: Attributes.FifoQueue === 'true',
    isDeduplicatedByContent: Attributes.ContentBasedDeduplication === 'true',
    visibilitySeconds: Number(Attributes.VisibilityTimeout),
    retentionSeconds: Number(Attributes.MessageRetentionPeriod),
    ...(maxReceiveCount !== undefined && { maximumReceives: Number(maxReceiveCount) }),
  }
}

async function tableShape({ dynamodb }: Aws): Promise<Shape['table']> {
  const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: names.table }))
  const { TimeToLiveDescription } = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName: names.table }))
  const indexes = Table?.GlobalSecondaryIndexes ?? []
  return {
    key: Table?.KeySchema?.[0]?.AttributeName ?? '',
    indexes: indexes
      .map(({ IndexName, KeySchema = [], Projection }) => {
        const keys = KeySchema.map((key) => key.AttributeName).join(', ')
        return `${IndexName}: ${keys}: ${[Projection?.ProjectionType, ...(Projection?.NonKeyAttributes ?? [])].join(' ')}`
      })
      .sort(),
    ttl: TimeToLiveDescription?.AttributeName ?? '',
    billing: Table?.BillingModeSummary?.BillingMode ?? '',
  }
}

async function schedules({ events }: Aws): Promise<string[]> {
  const { Rules = [] } = await events.send(new ListRulesCommand({}))
  const scheduled = Rules.filter(({ ScheduleExpression }) => ScheduleExpression)
  const lines = scheduled.map(async ({ Name: Rule, ScheduleExpression }) => {
    const { Targets = [] } = await events.send(new ListTargetsByRuleCommand({ Rule }))
    return Targets.map(({ Id }) => `${Id}: ${ScheduleExpression}`)
  })
  return (await Promise.all(lines)).flat().sort()
}

async function routes({ api }: Aws): Promise<string[]> {
  const { items = [] } = await api.send(new GetResourcesCommand({ restApiId: names.apiId, limit: 500 }))
  return items
    .flatMap(({ path, resourceMethods }) => keysOf(resourceMethods).map((method) => `${method} ${path}`))
    .sort()
}

async function taskShape({ ecs }: Aws, family: string): Promise<TaskShape> {
  const { taskDefinition } = await ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: family }))
  const [container] = taskDefinition?.containerDefinitions ?? []
  return {
    cpu: taskDefinition?.cpu ?? '',
    memory: taskDefinition?.memory ?? '',
    container: container?.name ?? '',
    environment: (container?.environment ?? []).map(({ name = '' }) => name).sort(),
    stopTimeout: container?.stopTimeout ?? 0,
    isRootReadOnly: container?.readonlyRootFilesystem ?? false,
    hasInit: container?.linuxParameters?.initProcessEnabled ?? false,
    droppedCapabilities: [...(container?.linuxParameters?.capabilities?.drop ?? [])].sort(),
    mounts: (container?.mountPoints ?? []).map(
      ({ sourceVolume, containerPath }) => `${sourceVolume}: ${containerPath}`,
    ),
    logOptions: keysOf(container?.logConfiguration?.options),
  }
}
