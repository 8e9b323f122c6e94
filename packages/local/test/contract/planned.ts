import type { FunctionShape, QueueShape, QueueTrigger, Shape, TaskShape } from './shape.ts'
import { keysOf } from './shape.ts'

// biome-ignore lint/suspicious/noExplicitAny: a plan is as untyped as the provider's schemas make it
type Values = any
type Resource = { readonly address: string; readonly type: string; readonly change: { readonly after: Values } }

/** Reads what Terraform plans from the output of `terraform test -json -verbose`, whose runs plan with a mocked provider. */
export function plannedShape(output: string): Shape {
  const lines: Values[] = output
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const resources: Resource[] = lines.find(({ type }) => type === 'test_plan')?.test_plan.resource_changes ?? []
  const all = (type: string): Values[] =>
    resources.filter((resource) => resource.type === type).map(({ change }) => change.after)
  const one = (address: string): Values => {
    const found = resources.find((resource) => resource.address === address)
    if (!found) throw new Error(`the plan has no ${address}`)
    return found.change.after
  }
  // Where nothing is said, Lambda repeats an asynchronous invoke twice.
  const retriesOf = (name: string): number =>
    resources.find(({ address }) => address === `aws_lambda_function_event_invoke_config.${name}`)?.change.after
      .maximum_retry_attempts ?? 2
  const table = one('aws_dynamodb_table.jobs')
  const pattern = JSON.parse(one('aws_cloudwatch_event_rule.task_state').event_pattern)
  const seeder = resources.find(({ address }) => address === 'aws_ecs_task_definition.seeder[0]')
  return {
    functions: {
      'dispatch-to-ecs': functionShape(one, retriesOf, 'dispatch'),
      'job-lifecycle': functionShape(one, retriesOf, 'lifecycle'),
      's3-torrent-creator': functionShape(one, retriesOf, 'torrent_creator'),
    },
    queues: { jobs: queueShape(one('aws_sqs_queue.jobs')), deadLetters: queueShape(one('aws_sqs_queue.dead_letters')) },
    queueTriggers: {
      jobs: queueTrigger(one('aws_lambda_event_source_mapping.jobs')),
      deadLetters: queueTrigger(one('aws_lambda_event_source_mapping.dead_letters')),
    },
    table: {
      key: table.hash_key,
      indexes: table.global_secondary_index
        .map((index: Values) => {
          const projection = [index.projection_type, ...(index.non_key_attributes ?? []).sort()].join(' ')
          return `${index.name}: ${index.hash_key}, ${index.range_key}: ${projection}`
        })
        .sort(),
      ttl: table.ttl[0].attribute_name,
      billing: table.billing_mode,
    },
    notification: one('aws_s3_bucket_notification.recordings').lambda_function[0].events,
    routes: resources
      .filter(({ type }) => type === 'aws_api_gateway_method')
      .map(({ address, change }) => `${change.after.http_method} ${/(\/[^"]*)"\]$/.exec(address)?.[1]}`)
      .sort(),
    task: taskShape(one('aws_ecs_task_definition.recorder')),
    ...(seeder && { seederTask: taskShape(seeder.change.after) }),
    schedules: schedules(all('aws_cloudwatch_event_rule'), all('aws_cloudwatch_event_target')),
    taskEvents: { detailTypes: pattern['detail-type'], lastStatuses: pattern.detail.lastStatus },
  }
}

/** A rule's target names the rule; its own id is the function's name. */
function schedules(rules: readonly Values[], targets: readonly Values[]): string[] {
  return rules
    .filter(({ schedule_expression }) => schedule_expression)
    .flatMap(({ name, schedule_expression }) =>
      targets.filter(({ rule }) => rule === name).map(({ target_id }) => `${target_id}: ${schedule_expression}`),
    )
    .sort()
}

function functionShape(
  one: (address: string) => Values,
  retriesOf: (name: string) => number,
  name: string,
): FunctionShape {
  const { runtime, handler, memory_size, timeout, ephemeral_storage, layers, environment } = one(
    `aws_lambda_function.${name}`,
  )
  const settings = keysOf(environment[0].variables)
  const storage = ephemeral_storage?.[0]?.size ?? 512 // Lambda's own default
  const sizes = { memory: memory_size, timeout, storage, layers: layers ?? [] }
  return { runtime, handler, ...sizes, retries: retriesOf(name), environment: settings }
}

function queueTrigger({ batch_size, function_response_types, scaling_config }: Values): QueueTrigger {
  return {
    batchSize: batch_size,
    responses: function_response_types,
    maximumConcurrency: scaling_config[0].maximum_concurrency,
  }
}

function queueShape(queue: Values): QueueShape {
  const redrive = isJson(queue.redrive_policy) ? JSON.parse(queue.redrive_policy) : undefined
  return {
    isFifo: queue.fifo_queue,
    isDeduplicatedByContent: queue.content_based_deduplication,
    visibilitySeconds: queue.visibility_timeout_seconds ?? 30, // SQS's own default
    retentionSeconds: queue.message_retention_seconds,
    ...(redrive && { maximumReceives: redrive.maxReceiveCount }),
  }
}

/** The mocked provider fills what is not set with random words. */
const isJson = (text: unknown) => typeof text === 'string' && text.startsWith('{')

function taskShape({ cpu, memory, container_definitions }: Values): TaskShape {
  const [container] = JSON.parse(container_definitions)
  return {
    cpu,
    memory,
    container: container.name,
    environment: container.environment.map(({ name }: Values) => name).sort(),
    stopTimeout: container.stopTimeout,
    isRootReadOnly: container.readonlyRootFilesystem,
    hasInit: container.linuxParameters.initProcessEnabled,
    droppedCapabilities: [...container.linuxParameters.capabilities.drop].sort(),
    mounts: container.mountPoints.map((mount: Values) => `${mount.sourceVolume}: ${mount.containerPath}`),
    logOptions: keysOf(container.logConfiguration.options),
  }
}
