import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  DeleteEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
  ResourceNotFoundException,
  UpdateEventSourceMappingCommand,
} from '@aws-sdk/client-lambda'
import { type Aws, unlessExists } from './aws.ts'
import type { FunctionName } from './functions.ts'
import { arn, names } from './names.ts'

type QueueTrigger = { readonly FunctionName: FunctionName; readonly EventSourceArn: string }

/** The queue feeds the dispatcher, one message at a time: a group's order is then nobody's problem. */
export const jobsTrigger: QueueTrigger = {
  FunctionName: 'dispatch-to-ecs',
  EventSourceArn: arn.queue(names.queue),
}

/** What became a dead letter is seen by job-lifecycle. */
export const deadLettersTrigger: QueueTrigger = {
  FunctionName: 'job-lifecycle',
  EventSourceArn: arn.queue(names.deadLetterQueue),
}

/** Has a queue feed a function. */
export async function provisionQueueTrigger({ lambda }: Aws, trigger: QueueTrigger): Promise<void> {
  const settings = {
    BatchSize: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures' as const],
    ScalingConfig: { MaximumConcurrency: 2 },
  }
  const [UUID] = await triggersLike({ lambda }, trigger)
  if (UUID !== undefined) {
    return unlessGone(() => lambda.send(new UpdateEventSourceMappingCommand({ UUID, ...settings })))
  }
  const request = { ...trigger, ...settings }
  await unlessExists(() => lambda.send(new CreateEventSourceMappingCommand(request)), 'ResourceConflictException')
  // AWS refuses a second one; MiniStack takes it from another provisioning at the same moment. All of them keep the same one.
  const [, ...others] = await triggersLike({ lambda }, trigger)
  for (const other of others) await unlessGone(() => lambda.send(new DeleteEventSourceMappingCommand({ UUID: other })))
}

/** Does something to a trigger that another provisioning, with the same settings, may have taken away meanwhile. */
async function unlessGone(action: () => Promise<unknown>): Promise<void> {
  try {
    await action()
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error
  }
}

/** The ids of the triggers that there are, in an order that is everyone's. */
async function triggersLike({ lambda }: Pick<Aws, 'lambda'>, trigger: QueueTrigger): Promise<readonly string[]> {
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand(trigger))
  return EventSourceMappings.flatMap(({ UUID }) => UUID ?? []).sort()
}

/** State changes of our tasks go to job-lifecycle. AWS alone may send events as `aws.ecs`, so the local endpoint has a source of its own. */
export async function provisionTaskEvents({ events }: Aws, sources: readonly string[]): Promise<void> {
  const EventPattern = JSON.stringify({
    source: sources,
    'detail-type': ['ECS Task State Change'],
    detail: { clusterArn: [arn.cluster], lastStatus: ['STOPPED'] },
  })
  await events.send(new PutRuleCommand({ Name: names.taskRule, EventPattern, State: 'ENABLED' }))
  await events.send(
    new PutTargetsCommand({
      Rule: names.taskRule,
      Targets: [{ Id: 'job-lifecycle', Arn: arn.function('job-lifecycle') }],
    }),
  )
}

/** Each minute job-lifecycle looks for jobs that wait. */
export async function provisionSweep({ events }: Aws): Promise<void> {
  await events.send(
    new PutRuleCommand({ Name: names.sweepRule, ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' }),
  )
  await events.send(
    new PutTargetsCommand({
      Rule: names.sweepRule,
      Targets: [{ Id: 'job-lifecycle', Arn: arn.function('job-lifecycle') }],
    }),
  )
}

/** Who may invoke a function. */
export async function provisionPermissions({ lambda }: Aws, FunctionName: FunctionName): Promise<void> {
  for (const [StatementId, Principal, SourceArn] of permissions[FunctionName]) {
    const request = {
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal,
      SourceArn,
      SourceAccount: names.account,
    }
    await unlessExists(() => lambda.send(new AddPermissionCommand(request)), 'ResourceConflictException')
  }
}

const allowApi = [
  'allow-apigateway',
  'apigateway.amazonaws.com',
  `arn:aws:execute-api:${names.region}:${names.account}:${names.apiId}/*`,
] as const

const permissions: Readonly<Record<FunctionName, readonly (readonly [string, string, string])[]>> = {
  'dispatch-to-ecs': [allowApi],
  's3-torrent-creator': [allowApi, ['allow-s3', 's3.amazonaws.com', arn.bucket]],
  'job-lifecycle': [
    ['allow-events', 'events.amazonaws.com', arn.rule(names.taskRule)],
    ['allow-schedule', 'events.amazonaws.com', arn.rule(names.sweepRule)],
  ],
}
