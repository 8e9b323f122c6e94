import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CreateLogGroupCommand, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import {
  CreateClusterCommand,
  DescribeTasksCommand,
  RegisterTaskDefinitionCommand,
  RunTaskCommand,
  type RunTaskCommandInput,
} from '@aws-sdk/client-ecs'
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import { createAws } from '../src/provision/aws.ts'
import { names } from '../src/provision/names.ts'
import { startTestEngine } from '../testing/index.ts'

const script = fileURLToPath(new URL('stand-ins/recorder.mjs', import.meta.url))
export const standInRecorder = { command: process.execPath, args: [script], path: '/usr/bin:/bin' }

export interface TaskEvent {
  resources: string[]
  detail: Record<string, unknown> & { taskArn: string; lastStatus: string; desiredStatus: string; version: number }
}

type Aws = ReturnType<typeof createAws>

/** A stack whose tasks run the stand-in, with a cluster, a task definition `recorder`, and a queue that gets its events. */
export async function ecsUnderTest(change: Parameters<typeof startTestEngine>[0] = {}) {
  const { recorderImage = names.recorderImage } = change
  const stack = await startTestEngine({ recorder: standInRecorder, ...change, recorderImage })
  const aws = createAws(stack.url)
  await aws.ecs.send(new CreateClusterCommand({ clusterName: 'cluster' }))
  await aws.logs.send(new CreateLogGroupCommand({ logGroupName: '/tasks' }))
  await registerRecorder(aws, {}, 'recorder', recorderImage)
  const queueUrl = await queueOfEvents(aws)
  const events: TaskEvent[] = []

  const run = (environment: Record<string, string>, input: Partial<RunTaskCommandInput> = {}) =>
    aws.ecs.send(
      new RunTaskCommand({
        cluster: 'cluster',
        taskDefinition: 'recorder',
        overrides: { containerOverrides: [{ name: 'main', environment: variables(environment) }] },
        ...input,
      }),
    )

  return {
    stack,
    aws,
    run,
    async started(environment: Record<string, string>, input: Partial<RunTaskCommandInput> = {}): Promise<string> {
      const { tasks, failures } = await run(environment, input)
      if (!tasks?.[0]?.taskArn) throw new Error(`no task: ${JSON.stringify(failures)}`)
      return tasks[0].taskArn
    },
    async task(taskArn: string) {
      const { tasks = [] } = await aws.ecs.send(new DescribeTasksCommand({ cluster: 'cluster', tasks: [taskArn] }))
      return tasks[0]
    },
    /** The events of a task so far, once one of them has the status. */
    async eventsUntil(taskArn: string, lastStatus: string): Promise<TaskEvent[]> {
      const ofTask = () => events.filter(({ detail }) => detail.taskArn === taskArn)
      await until(async () => {
        events.push(...(await receive(aws, queueUrl)))
        return ofTask().some(({ detail }) => detail.lastStatus === lastStatus)
      })
      return ofTask()
    },
    async logOf(taskArn: string): Promise<string[]> {
      const logStreamName = `recorder/main/${taskArn.split('/').at(-1)}`
      const { events: lines = [] } = await aws.logs.send(
        new GetLogEventsCommand({ logGroupName: '/tasks', logStreamName, startFromHead: true }),
      )
      return lines.map(({ message = '' }) => message)
    },
  }
}

export type EcsUnderTest = Awaited<ReturnType<typeof ecsUnderTest>>

export async function registerRecorder(
  { ecs }: Aws,
  options: Record<string, string> = {},
  family = 'recorder',
  image = 'recorder:1',
) {
  const logOptions = { 'awslogs-group': '/tasks', 'awslogs-stream-prefix': 'recorder', ...options }
  const container = {
    name: 'main',
    image,
    stopTimeout: 2,
    memory: 256,
    environment: variables({ FROM_DEFINITION: 'yes', OVERRIDDEN: 'no' }),
    logConfiguration: { logDriver: 'awslogs' as const, options: logOptions },
  }
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({ family, networkMode: 'bridge', containerDefinitions: [container] }),
  )
  return taskDefinition?.taskDefinitionArn ?? ''
}

/** Polls until the condition holds; fails after 20 s. */
export async function until(condition: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + 20_000
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('What the test waits for did not happen in 20 s.')
    await sleep(50)
  }
}

async function queueOfEvents({ sqs, events }: Aws): Promise<string> {
  const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'events' }))
  const pattern = { source: ['local.ecs'], 'detail-type': ['ECS Task State Change'] }
  await events.send(new PutRuleCommand({ Name: 'tasks', EventPattern: JSON.stringify(pattern) }))
  const Arn = 'arn:aws:sqs:us-east-1:000000000000:events'
  await events.send(new PutTargetsCommand({ Rule: 'tasks', Targets: [{ Id: 'queue', Arn }] }))
  return QueueUrl
}

async function receive({ sqs }: Aws, QueueUrl: string): Promise<TaskEvent[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }))
  for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
  return Messages.map(({ Body = '' }): TaskEvent => JSON.parse(Body))
}

const variables = (values: Record<string, string>) => Object.entries(values).map(([name, value]) => ({ name, value }))
