import { createHash } from 'node:crypto'
import {
  ConflictException,
  ECSClient,
  InvalidParameterException,
  RunTaskCommand,
  type RunTaskCommandInput,
  StopTaskCommand,
  type StopTaskCommandInput,
} from '@aws-sdk/client-ecs'
import type { Launch, TaskRunner } from '../ports/task-runner.ts'
import { type AwsEndpoint, clientSettings } from './client-settings.ts'
import { refusedByAnswer, refusedByFailures } from './launch-failure.ts'

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
    stop: (taskArn, reason) => stop(client, { cluster: settings.cluster, task: taskArn, reason }),
  }
}

/**
 * The request of a launch: a function of the launch and the settings alone, because ECS takes a repeated client token only with
 * the same parameters. https://docs.aws.amazon.com/AmazonECS/latest/APIReference/ECS_Idempotency.html
 */
export function runTaskInput(
  settings: EcsSettings,
  { jobId, attempt, launch, createdAt, taskDefinition }: Launch,
): RunTaskCommandInput {
  const startedBy = startedByOf(settings.purpose, { jobId, attempt, launch })
  const environment = { JOB_ID: jobId, ATTEMPT: String(attempt), LAUNCH: String(launch) }
  return {
    cluster: settings.cluster,
    taskDefinition,
    launchType: 'FARGATE',
    count: 1,
    // ECS remembers a token for a day, and would answer the task of a job that was deleted since and had the same id.
    clientToken: createHash('sha256').update(`${startedBy} ${createdAt}`).digest('hex'),
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

type LaunchId = Pick<Launch, 'jobId' | 'attempt' | 'launch'>

/** How a task says which launch it belongs to; ECS allows 128 letters, digits, hyphens, underscores and slashes. */
function startedByOf(purpose: EcsSettings['purpose'], { jobId, attempt, launch }: LaunchId): string {
  return [...(purpose ? [purpose] : []), jobId, attempt, launch].join('/')
}

async function run(client: ECSClient, input: RunTaskCommandInput): Promise<string> {
  try {
    const { tasks = [], failures = [] } = await client.send(new RunTaskCommand(input))
    // A task is a task, whatever else the answer says: one is asked for, so nothing of it can be missing.
    const taskArn = tasks[0]?.taskArn
    if (taskArn === undefined) throw refusedByFailures(failures)
    return taskArn
  } catch (error) {
    // The token was used with other parameters, so the task of this launch is there: it is adopted.
    if (error instanceof ConflictException && error.resourceIds?.[0]) return error.resourceIds[0]
    throw refusedByAnswer(error) ?? error
  }
}

/** A task that ECS does not know any more has stopped long ago. */
async function stop(client: ECSClient, input: StopTaskCommandInput): Promise<void> {
  try {
    await client.send(new StopTaskCommand(input))
  } catch (error) {
    if (!(error instanceof InvalidParameterException && /task was not found/i.test(error.message))) throw error
  }
}
