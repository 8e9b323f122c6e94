import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { engineClientConfig } from '../engine-client-config.ts'
import type { Task } from '../model/task.ts'
import { isoTime, taskView } from '../model/task-view.ts'

// `aws.*` is reserved for AWS itself, here as there: a rule must name this source where it is to see local tasks.
const SOURCE = 'local.ecs'

export interface TaskEvents {
  /** Sends an `ECS Task State Change` event; later calls are delivered later. */
  emit(task: Task): void
  /** Resolves when all events so far are delivered, or given up. */
  delivered(): Promise<void>
}

/**
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 * @param onLost told when an event could not be delivered: as on AWS, delivery is not guaranteed
 */
export function createTaskEvents(engineUrl: string, onLost: (problem: string) => void): TaskEvents {
  const client = new EventBridgeClient(engineClientConfig(engineUrl))
  let last: Promise<void> = Promise.resolve()

  async function deliver(task: Task, time: Date): Promise<void> {
    const Detail = JSON.stringify({ ...taskView(task, isoTime), updatedAt: isoTime(time) })
    const entry = { Source: SOURCE, DetailType: 'ECS Task State Change', Resources: [task.taskArn], Time: time, Detail }
    const answer = await client.send(new PutEventsCommand({ Entries: [entry] }))
    if (answer.FailedEntryCount) throw new Error(JSON.stringify(answer.Entries))
  }
  return {
    emit(task) {
      const time = new Date()
      last = last
        .then(() => deliver(task, time))
        .catch((error: unknown) => onLost(`Event ${task.lastStatus} of ${task.taskArn} was not delivered: ${error}`))
    },
    delivered: () => last,
  }
}
