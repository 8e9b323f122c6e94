import { DescribeTasksCommand, ECSClient, ListTasksCommand, StopTaskCommand, type Task } from '@aws-sdk/client-ecs'
import type { TaskWatch, WatchedTask } from '../ports/task-watch.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'

/** What became of the tasks of a cluster. */
export function createTaskWatch({ cluster, ...aws }: { readonly cluster: string } & AwsEndpoint): TaskWatch {
  const client = new ECSClient(clientSettings(aws))

  async function describe(taskArns: readonly string[]): Promise<WatchedTask[]> {
    if (taskArns.length === 0) return []
    const { tasks = [], failures = [] } = await client.send(new DescribeTasksCommand({ cluster, tasks: [...taskArns] }))
    const other = failures.find(({ reason }) => reason !== 'MISSING')
    // Whatever else keeps ECS from telling is no news of the task.
    if (other)
      throw new Error(`ECS does not tell of task ${other.arn}: ${other.reason} ${other.detail ?? ''}`.trimEnd())
    return tasks.map(watched)
  }

  async function list(startedBy: string, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<readonly string[]> {
    const { taskArns = [] } = await client.send(new ListTasksCommand({ cluster, startedBy, desiredStatus }))
    return taskArns
  }

  return {
    find: async (taskArn) => (await describe([taskArn]))[0],
    startedBy: async (startedBy) => {
      // One after the other: a task that stops in between is then found twice, and not missed.
      const living = await list(startedBy, 'RUNNING')
      const stopped = await list(startedBy, 'STOPPED')
      return describe([...new Set([...living, ...stopped])])
    },
    stop: async (taskArn, reason) => {
      await client.send(new StopTaskCommand({ cluster, task: taskArn, reason }))
    },
  }
}

function watched({
  taskArn,
  lastStatus,
  startedBy,
  createdAt,
  stopCode,
  stoppedReason,
  containers = [],
}: Task): WatchedTask {
  if (taskArn === undefined || lastStatus === undefined)
    throw new Error('ECS told of a task without an ARN or a status')
  return {
    taskArn,
    lastStatus,
    startedBy,
    createdAt: createdAt?.toISOString(),
    stopCode,
    stoppedReason,
    containers: containers.map(({ exitCode, reason }) => ({ exitCode, reason })),
  }
}
