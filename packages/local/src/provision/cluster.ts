import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { CreateClusterCommand, RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { type Aws, unlessExists } from './aws.ts'
import { arn, names } from './names.ts'

/** What the recorder's container is told, by the names of the recorder's environment schema. */
export function recorderEnvironment(): Record<string, string> {
  return {
    DDB_TABLE: names.table,
    MAX_DURATION_SECONDS: '43200',
    S3_BUCKET: names.bucket,
    TTL_DAYS: '30',
  }
}

/** The cluster and a task definition of the recorder; answers its ARN with the revision. */
export async function provisionCluster({ ecs, logs }: Aws, image: string = names.recorderImage): Promise<string> {
  await unlessExists(
    () => logs.send(new CreateLogGroupCommand({ logGroupName: names.recorderLogGroup })),
    'ResourceAlreadyExistsException',
  )
  await ecs.send(new CreateClusterCommand({ clusterName: names.cluster }))
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: names.taskFamily,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '512',
      memory: '1024',
      taskRoleArn: arn.role('chronicle-recorder-task'),
      executionRoleArn: arn.role('chronicle-recorder-execution'),
      volumes: [{ name: 'spool' }],
      containerDefinitions: [
        {
          name: names.container,
          image,
          essential: true,
          stopTimeout: 120,
          readonlyRootFilesystem: true,
          linuxParameters: { initProcessEnabled: true },
          mountPoints: [{ sourceVolume: 'spool', containerPath: '/tmp', readOnly: false }],
          environment: Object.entries(recorderEnvironment()).map(([name, value]) => ({ name, value })),
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': names.recorderLogGroup,
              'awslogs-region': names.region,
              'awslogs-stream-prefix': 'recorder',
            },
          },
        },
      ],
    }),
  )
  if (!taskDefinition?.taskDefinitionArn) throw new Error('the engine registered no task definition')
  return taskDefinition.taskDefinitionArn
}
