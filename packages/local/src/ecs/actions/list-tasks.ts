import { familyAndRevision, type Task } from '../model/task.ts'
import type { TaskRegistry } from '../model/task-registry.ts'
import type { ListTasksInput } from './inputs.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
export function listTasks(tasks: TaskRegistry, clusterArn: string, input: ListTasksInput) {
  const arns = tasks
    .inCluster(clusterArn)
    .filter(matches(input))
    .map((task) => task.taskArn)
  const start = Number(input.nextToken ?? 0)
  const end = start + input.maxResults
  return { taskArns: arns.slice(start, end), nextToken: end < arns.length ? String(end) : undefined }
}

const matches = (input: ListTasksInput) => (task: Task) =>
  task.desiredStatus === input.desiredStatus &&
  (input.family === undefined || familyAndRevision(task.taskDefinitionArn).family === input.family) &&
  (input.startedBy === undefined || task.startedBy === input.startedBy) &&
  (input.launchType === undefined || task.launchType === input.launchType) &&
  // There are no services and no container instances here, so nothing can belong to one.
  input.serviceName === undefined &&
  input.containerInstance === undefined
