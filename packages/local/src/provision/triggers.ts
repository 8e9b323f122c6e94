import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  ListEventSourceMappingsCommand,
} from '@aws-sdk/client-lambda'
import { type Aws, unlessExists } from './aws.ts'
import type { FunctionName } from './functions.ts'
import { arn, names } from './names.ts'

/** The queue feeds the dispatcher, one message at a time: a group's order is then nobody's problem. */
export async function provisionQueueTrigger({ lambda }: Aws): Promise<void> {
  const FunctionName = 'dispatch-to-ecs'
  const EventSourceArn = arn.queue(names.queue)
  const { EventSourceMappings = [] } = await lambda.send(
    new ListEventSourceMappingsCommand({ FunctionName, EventSourceArn }),
  )
  if (EventSourceMappings.length > 0) return
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName,
      EventSourceArn,
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 2 },
    }),
  )
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

/** Who may invoke which function. */
export async function provisionPermissions({ lambda }: Aws): Promise<void> {
  const permissions: readonly [string, FunctionName, string, string][] = [
    [
      'allow-apigateway',
      'dispatch-to-ecs',
      'apigateway.amazonaws.com',
      `arn:aws:execute-api:${names.region}:${names.account}:${names.apiId}/*`,
    ],
    ['allow-s3', 's3-torrent-creator', 's3.amazonaws.com', arn.bucket],
    ['allow-events', 'job-lifecycle', 'events.amazonaws.com', arn.rule(names.taskRule)],
    ['allow-schedule', 'job-lifecycle', 'events.amazonaws.com', arn.rule(names.sweepRule)],
  ]
  for (const [StatementId, FunctionName, Principal, SourceArn] of permissions) {
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
