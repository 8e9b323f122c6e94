import { CreateLogGroupCommand } from '@aws-sdk/client-cloudwatch-logs'
import { RegisterTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { type Aws, unlessExists } from './aws.ts'
import { arn, names } from './names.ts'

export type TaskProgram = {
  readonly family: string
  readonly container: string
  readonly image: string
  /** CPU units and MiB of memory, as Fargate sells them. */
  readonly cpu: string
  readonly memory: string
  /** Names of its roles: the program's own, and the one that ECS starts it by. */
  readonly taskRole: string
  readonly executionRole: string
  readonly stopTimeout: number
  /** Linux capabilities of Docker's default ones that the program does without. */
  readonly droppedCapabilities: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly logGroup: string
  readonly logPrefix: string
}

/** A task definition of one of our programs, which writes to /tmp and nowhere else, and its log group; answers the ARN with the revision. */
export async function registerTask({ ecs, logs }: Pick<Aws, 'ecs' | 'logs'>, program: TaskProgram): Promise<string> {
  await unlessExists(
    () => logs.send(new CreateLogGroupCommand({ logGroupName: program.logGroup })),
    'ResourceAlreadyExistsException',
  )
  const { taskDefinition } = await ecs.send(
    new RegisterTaskDefinitionCommand({
      family: program.family,
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: program.cpu,
      memory: program.memory,
      taskRoleArn: arn.role(program.taskRole),
      executionRoleArn: arn.role(program.executionRole),
      volumes: [{ name: 'spool' }],
      containerDefinitions: [
        {
          name: program.container,
          image: program.image,
          essential: true,
          stopTimeout: program.stopTimeout,
          readonlyRootFilesystem: true,
          linuxParameters: { initProcessEnabled: true, capabilities: { drop: [...program.droppedCapabilities] } },
          mountPoints: [{ sourceVolume: 'spool', containerPath: '/tmp', readOnly: false }],
          environment: Object.entries(program.environment).map(([name, value]) => ({ name, value })),
          logConfiguration: {
            logDriver: 'awslogs',
            options: {
              'awslogs-group': program.logGroup,
              'awslogs-region': names.region,
              'awslogs-stream-prefix': program.logPrefix,
            },
          },
        },
      ],
    }),
  )
  if (!taskDefinition?.taskDefinitionArn) throw new Error(`the engine registered no task definition ${program.family}`)
  return taskDefinition.taskDefinitionArn
}
