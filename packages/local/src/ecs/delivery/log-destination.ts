import type { ContainerDefinition } from '@aws-sdk/client-ecs'

export interface LogDestination {
  group: string
  stream: string
  createGroup: boolean
}

/**
 * Where the `awslogs` driver writes, or undefined for a container without it.
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/specify-log-config.html
 */
export function logDestination(container: ContainerDefinition, taskId: string): LogDestination | undefined {
  const { logDriver, options = {} } = container.logConfiguration ?? {}
  const group = options['awslogs-group']
  if (logDriver !== 'awslogs' || !group) return undefined
  // Fargate requires the prefix; without one Docker names the stream after the container's id.
  const prefix = options['awslogs-stream-prefix']
  const stream = prefix ? `${prefix}/${container.name}/${taskId}` : taskId
  return { group, stream, createGroup: options['awslogs-create-group'] === 'true' }
}
