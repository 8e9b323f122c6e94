import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge'
import { CreateQueueCommand, DeleteMessageCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { Aws } from '@chronicle/local'

/** An "ECS Task State Change" as EventBridge delivers it. */
export type TaskEvent = { readonly detail: { readonly taskArn: string; readonly group: string } }

export type TaskEvents = {
  /** The events of tasks of this family that have come so far. */
  of(family: string): readonly TaskEvent[]
  close(): Promise<void>
}

const QUEUE = 'task-events'
const RULE = 'all-stopped-tasks'

/** Keeps the events of stopped tasks, as the local ECS endpoint sends and EventBridge routes them, for whoever is to hear of them. */
export async function openTaskEvents({ sqs, events }: Aws): Promise<TaskEvents> {
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: QUEUE }))
  const EventPattern = JSON.stringify({
    source: ['local.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: { lastStatus: ['STOPPED'] },
  })
  await events.send(new PutRuleCommand({ Name: RULE, EventPattern, State: 'ENABLED' }))
  const Arn = `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`
  await events.send(new PutTargetsCommand({ Rule: RULE, Targets: [{ Id: QUEUE, Arn }] }))

  const byGroup = new Map<string, TaskEvent[]>()
  let open = true
  const take = async () => {
    const request = { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }
    const { Messages = [] } = await sqs.send(new ReceiveMessageCommand(request))
    for (const { Body = '{}', ReceiptHandle } of Messages) {
      const event: TaskEvent = JSON.parse(Body)
      const { group } = event.detail
      byGroup.set(group, [...(byGroup.get(group) ?? []), event])
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
    }
  }
  const taking = (async () => {
    while (open) await take()
  })()
  return {
    of: (family) => byGroup.get(`family:${family}`) ?? [],
    close: async () => {
      open = false
      await taking
    },
  }
}
