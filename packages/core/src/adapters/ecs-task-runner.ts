import { createHash } from 'node:crypto'
import {
  ConflictException,
  ECSClient,
  ECSServiceException,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
} from '@aws-sdk/client-ecs'
import { LaunchRefused } from '../domain/errors.ts'
import type { Launch, TaskRunner } from '../ports/task-runner.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'
import { refusedByFailures } from './launch-failure.ts'

export type EcsSettings = AwsEndpoint & {
  readonly cluster: string
  readonly containerName: string
  /** What the tasks are for where it is not recording; their `startedBy` begins with it. */
  readonly purpose?: 'seed'
  readonly subnetIds: readonly string[]
  readonly securityGroupIds: readonly string[]
}

/** The tasks of jobs on ECS Fargate: recorders, or those of the purpose given. */
export function createTaskRunner(settings: EcsSettings): TaskRunner {
  const client = new ECSClient(clientSettings(settings))
  return {
    run: async (launch) => ({ taskArn: await run(client, runTaskInput(settings, launch)) }),
    stop: async (taskArn, reason) => {
      await client.send(new StopTaskCommand({ cluster: settings.cluster, task: taskArn, reason }))
    },
  }
}

/**
 * The request of a launch: a function of the launch and the settings alone, because ECS takes a repeated client token only with
 * the same parameters. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export function runTaskInput(
  settings: EcsSettings,
  { jobId, attempt, launch, taskDefinition }: Launch,
): RunTaskCommandInput {
  const startedBy = startedByOf(settings.purpose, { jobId, attempt, launch })
  const environment = { JOB_ID: jobId, ATTEMPT: String(attempt), LAUNCH: String(launch) }
  return {
    cluster: settings.cluster,
    taskDefinition,
    launchType: 'FARGATE',
    count: 1,
    clientToken: createHash('sha256').update(startedBy).digest('hex'),
    startedBy,
    networkConfiguration: {
      awsvpcConfiguration: {
        subnets: [...settings.subnetIds],
        securityGroups: [...settings.securityGroupIds],
        assignPublicIp: 'ENABLED',
      },
    },
    overrides: {
      containerOverrides: [
        {
          name: settings.containerName,
          environment: Object.entries(environment).map(([name, value]) => ({ name, value })),
        },
      ],
    },
  }
}

type LaunchId = Omit<Launch, 'taskDefinition'>

/** How a task says which launch it belongs to; ECS allows 128 letters, digits, hyphens, underscores and slashes. */
function startedByOf(purpose: EcsSettings['purpose'], { jobId, attempt, launch }: LaunchId): string {
  return [...(purpose ? [purpose] : []), jobId, attempt, launch].join('/')
}

async function run(client: ECSClient, input: RunTaskCommandInput): Promise<string> {
  try {
    const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(input))
    const taskArn = tasks[0]?.taskArn
    if (taskArn === undefined || failures.length > 0) throw refusedByFailures(failures)
    return taskArn
  } catch (error) {
    // The token was used with other parameters, so the task of this launch is there: it is adopted.
    if (error instanceof ConflictException && error.resourceIds?.[0]) return error.resourceIds[0]
    throw refusedByAnswer(error) ?? error
  }
}

/** A 4xx answer is definite: no task was started. Throttling is one too, but passes. */
function refusedByAnswer(error: unknown): LaunchRefused | undefined {
  if (!(error instanceof ECSServiceException) || error.$fault !== 'client') return undefined
  const isThrottled = error.name === 'ThrottlingException' || error.$metadata.httpStatusCode === 429
  return isThrottled
    ? new LaunchRefused('THROTTLED', `ECS limits launches (${error.message}); it is tried again`, true, {
        cause: error,
      })
    : new LaunchRefused('LAUNCH_REFUSED', `ECS refused the launch: ${error.name}: ${error.message}`, false, {
        cause: error,
      })
}
