import { InvalidEnvironment, type TaskRunner } from '@chronicle/core'
import { type AwsEndpoint, createTaskRunner } from '@chronicle/core/aws'
import type { Environment } from './env.ts'

/** Seeders as tasks, and what one is started from: ARN with revision. */
export type Seeders = { readonly tasks: TaskRunner; readonly taskDefinition: string }

/** Undefined where nothing is to be seeded. Throws InvalidEnvironment where seeding is on, and what it needs is not all set. */
export function createSeeders(env: Environment, aws: AwsEndpoint): Seeders | undefined {
  const { TRANSMISSION_TASK_DEF: taskDefinition, ECS_CLUSTER, CONTAINER_NAME, SUBNET_IDS, SECURITY_GROUP_IDS } = env
  if (taskDefinition === undefined) return undefined
  if (!CONTAINER_NAME || !SUBNET_IDS || !SECURITY_GROUP_IDS)
    throw new InvalidEnvironment([
      'TRANSMISSION_TASK_DEF is set, so CONTAINER_NAME, SUBNET_IDS and SECURITY_GROUP_IDS must be, too',
    ])
  const tasks = createTaskRunner({
    ...aws,
    purpose: 'seed',
    cluster: ECS_CLUSTER,
    containerName: CONTAINER_NAME,
    subnetIds: SUBNET_IDS,
    securityGroupIds: SECURITY_GROUP_IDS,
  })
  return { tasks, taskDefinition }
}
