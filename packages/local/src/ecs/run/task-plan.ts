import { randomBytes, randomUUID } from 'node:crypto'
import type { ContainerDefinition, TaskDefinition, Volume } from '@aws-sdk/client-ecs'
import type { RunTaskInput } from '../actions/inputs.ts'
import { familyAndRevision, type Task, taskIdOf } from '../model/task.ts'
import { EcsError } from '../protocol/ecs-error.ts'

/** A task to run: its first record, and what its container is started with. */
export interface TaskPlan {
  task: Task
  container: ContainerDefinition
  volumes: readonly Volume[]
  command: readonly string[]
  environment: Readonly<Record<string, string>>
  taskRoleArn: string | undefined
  stopTimeoutMs: number
}

// Fargate's default for a container without `stopTimeout`.
const STOP_TIMEOUT_SECONDS = 30

/** @throws EcsError for what ECS refuses before there is a task */
export function planTask(input: RunTaskInput, definition: TaskDefinition, clusterArn: string, now: Date): TaskPlan {
  const container = onlyContainer(definition)
  const override = overrideFor(container, input)
  if (definition.networkMode === 'awsvpc' && !input.networkConfiguration) {
    const message = "Network Configuration must be provided when networkMode 'awsvpc' is specified."
    throw new EcsError('InvalidParameterException', message)
  }
  return {
    task: firstRecord(input, definition, container, clusterArn, now),
    container,
    volumes: definition.volumes ?? [],
    command: override?.command ?? container.command ?? [],
    environment: { ...byName(container.environment), ...byName(override?.environment) },
    taskRoleArn: definition.taskRoleArn,
    stopTimeoutMs: (container.stopTimeout ?? STOP_TIMEOUT_SECONDS) * 1000,
  }
}

function onlyContainer({ containerDefinitions = [], taskDefinitionArn }: TaskDefinition): ContainerDefinition {
  const [container, another] = containerDefinitions
  if (container && !another) return container
  const count = containerDefinitions.length
  throw new EcsError(
    'ClientException',
    `${taskDefinitionArn} has ${count} containers; the local stack runs one per task.`,
  )
}

function overrideFor(container: ContainerDefinition, { overrides }: RunTaskInput) {
  const stranger = overrides.containerOverrides.find(({ name }) => name !== container.name)
  if (!stranger) return overrides.containerOverrides[0]
  const message = `Override for container named ${stranger.name} is not a container in the TaskDefinition.`
  throw new EcsError('InvalidParameterException', message)
}

function firstRecord(
  input: RunTaskInput,
  definition: TaskDefinition,
  container: ContainerDefinition,
  clusterArn: string,
  createdAt: Date,
): Task {
  const taskArn = `${clusterArn.replace(':cluster/', ':task/')}/${randomBytes(16).toString('hex')}`
  const taskDefinitionArn = definition.taskDefinitionArn ?? ''
  return {
    taskArn,
    clusterArn,
    taskDefinitionArn,
    group: input.group ?? `family:${familyAndRevision(taskDefinitionArn).family}`,
    launchType: input.launchType,
    cpu: definition.cpu,
    memory: definition.memory,
    startedBy: input.startedBy,
    overrides: input.overrides,
    tags: input.tags,
    version: 1,
    lastStatus: 'PROVISIONING',
    desiredStatus: 'RUNNING',
    createdAt,
    container: {
      containerArn: `${taskArn.replace(':task/', ':container/')}/${randomUUID()}`,
      name: container.name ?? '',
      image: container.image ?? '',
      lastStatus: 'PENDING',
    },
  }
}

function byName(variables: readonly { name?: string | undefined; value?: string | undefined }[] = []) {
  return Object.fromEntries(variables.map(({ name = '', value = '' }) => [name, value]))
}

/** The id is the ARN's last part, and names the log stream and the task's folder. */
export const planId = ({ task }: TaskPlan) => taskIdOf(task.taskArn)
