import { randomBytes } from 'node:crypto'
import type { Route } from '../front-door/open-front-door.ts'
import { refuse } from '../front-door/refuse.ts'
import { familyAndRevision, type Task, taskIdOf } from './model/task.ts'

// No bucket can begin with a dot, so nothing of the engine's is hidden by it.
const PREFIX = '/.chronicle-local/metadata/'

export interface MetadataEndpoint {
  route: Route
  /** Opens a path that only the task will know. */
  open(taskArn: string): string
  close(taskArn: string): void
}

/**
 * The task metadata endpoint, version 4:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-metadata-endpoint-v4-fargate-response.html
 */
export function createMetadataEndpoint(findTask: (taskArn: string) => Task | undefined): MetadataEndpoint {
  const paths = new Map<string, string>()
  const taskOf = (path: string) => findTask(paths.get(path) ?? '')
  return {
    open(taskArn) {
      const path = PREFIX + randomBytes(16).toString('hex')
      paths.set(path, taskArn)
      return path
    },
    close(taskArn) {
      for (const [path, arn] of paths) if (arn === taskArn) paths.delete(path)
    },
    route: ({ url = '' }) =>
      url.startsWith(PREFIX)
        ? (_request, response) => {
            const task = taskOf(url.replace(/\/task$/, ''))
            if (!task) return refuse(response, 404, 'There is no running task with this metadata address.')
            response.setHeader('content-type', 'application/json')
            response.end(JSON.stringify(url.endsWith('/task') ? taskMetadata(task) : containerMetadata(task)))
          }
        : undefined,
  }
}

function taskMetadata(task: Task) {
  const { family, revision } = familyAndRevision(task.taskDefinitionArn)
  return {
    Cluster: task.clusterArn,
    TaskARN: task.taskArn,
    Family: family,
    Revision: revision,
    DesiredStatus: task.desiredStatus,
    KnownStatus: task.lastStatus,
    LaunchType: task.launchType,
    AvailabilityZone: 'us-east-1a',
    Containers: [containerMetadata(task)],
  }
}

function containerMetadata(task: Task) {
  const { container } = task
  const { family, revision } = familyAndRevision(task.taskDefinitionArn)
  return {
    DockerId: `${taskIdOf(task.taskArn)}-0`,
    Name: container.name,
    DockerName: container.name,
    Image: container.image,
    ContainerARN: container.containerArn,
    Type: 'NORMAL',
    DesiredStatus: task.desiredStatus,
    KnownStatus: container.lastStatus,
    CreatedAt: task.createdAt.toISOString(),
    StartedAt: task.startedAt?.toISOString(),
    Labels: {
      'com.amazonaws.ecs.cluster': task.clusterArn,
      'com.amazonaws.ecs.container-name': container.name,
      'com.amazonaws.ecs.task-arn': task.taskArn,
      'com.amazonaws.ecs.task-definition-family': family,
      'com.amazonaws.ecs.task-definition-version': revision,
    },
  }
}
