import {
  ClientException,
  DescribeClustersCommand,
  DescribeTaskDefinitionCommand,
  ECSClient,
  type TaskDefinition,
} from '@aws-sdk/client-ecs'
import { engineClientConfig } from './engine-client-config.ts'
import { EcsError } from './protocol/ecs-error.ts'

/** What the engine knows of ECS and we do not: clusters and task definitions. */
export interface EcsLookup {
  /** The ARN of an active cluster, by name or ARN. @throws EcsError ClusterNotFoundException */
  clusterArn(cluster: string): Promise<string>
  /** An active task definition by ARN, `family:revision` or `family`. @throws EcsError ClientException */
  taskDefinition(reference: string): Promise<TaskDefinition>
}

export function createEngineLookup(engineUrl: string): EcsLookup {
  const client = new ECSClient(engineClientConfig(engineUrl))
  return {
    async clusterArn(cluster) {
      const { clusters = [] } = await client.send(new DescribeClustersCommand({ clusters: [cluster] }))
      const arn = clusters[0]?.status === 'ACTIVE' ? clusters[0].clusterArn : undefined
      if (arn === undefined) throw new EcsError('ClusterNotFoundException', 'Cluster not found.')
      return arn
    },
    async taskDefinition(reference) {
      const unknown = () => new EcsError('ClientException', `Unable to describe task definition: ${reference}`)
      const answer = await client
        .send(new DescribeTaskDefinitionCommand({ taskDefinition: reference }))
        .catch((error: unknown) => {
          throw error instanceof ClientException ? unknown() : error
        })
      if (answer.taskDefinition?.status !== 'ACTIVE') throw unknown()
      return answer.taskDefinition
    },
  }
}
