import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { Route } from '../front-door/open-front-door.ts'
import { createCredentialsEndpoint } from './credentials-endpoint.ts'
import { logDestination } from './delivery/log-destination.ts'
import { createTaskEvents } from './delivery/task-events.ts'
import { openTaskLog } from './delivery/task-log.ts'
import type { TaskDriver } from './driver/task-driver.ts'
import { ecsRoute } from './ecs-route.ts'
import { engineClientConfig } from './engine-client-config.ts'
import { createEngineLookup } from './engine-lookup.ts'
import { engineVerdict } from './iam-verdict.ts'
import { createMetadataEndpoint } from './metadata-endpoint.ts'
import type { Task } from './model/task.ts'
import { createTaskRegistry } from './model/task-registry.ts'
import { planId, type TaskPlan } from './run/task-plan.ts'
import { createTaskRunner } from './run/task-runner.ts'

export interface EcsEndpointSettings {
  engineUrl: string
  driver: TaskDriver
  /** One file a task. */
  logFolder: string
  maxTasks: number
  /** Ask the engine first whether the caller may, and give tasks the credentials of their roles. */
  iam: boolean
  /** Told what went wrong beside a task: a lost event, lost log lines. */
  onProblem: (problem: string) => void
}

export interface EcsEndpoint {
  /** For the front door: the four task actions, the tasks' metadata and their credentials. */
  routes: Route[]
  /** Takes no more tasks, stops all, and resolves when each has ended and its events are delivered. */
  stop(): Promise<void>
}

/** The part of ECS that the engine only pretends: tasks that really run. */
export async function startEcsEndpoint(settings: EcsEndpointSettings): Promise<EcsEndpoint> {
  const { engineUrl, driver, logFolder, maxTasks, onProblem } = settings
  const now = () => new Date()
  await mkdir(logFolder, { recursive: true })
  const events = createTaskEvents(engineUrl, onProblem)
  const metadata = createMetadataEndpoint((arn) => tasks.living().find((task) => task.taskArn === arn))
  const credentials = createCredentialsEndpoint(engineUrl)
  const onChange = (task: Task) => {
    events.emit(task)
    if (task.lastStatus !== 'STOPPED') return
    metadata.close(task.taskArn)
    credentials.close(task.taskArn)
  }
  const tasks = createTaskRegistry({ now, onChange })
  const logs = new CloudWatchLogsClient(engineClientConfig(engineUrl))
  const openLog = (plan: TaskPlan) => {
    const id = planId(plan)
    return openTaskLog(logs, join(logFolder, `${id}.log`), logDestination(plan.container, id), onProblem)
  }
  // Where IAM is not enforced, nobody asks who a task is.
  const credentialsPath = async ({ task, taskRoleArn }: TaskPlan) =>
    settings.iam && taskRoleArn ? credentials.open(task.taskArn, taskRoleArn) : undefined
  const runner = createTaskRunner({ tasks, driver, openLog, metadataPath: metadata.open, credentialsPath, now })
  const lookup = createEngineLookup(engineUrl)
  const judge = settings.iam ? engineVerdict(Number(new URL(engineUrl).port)) : async () => {}
  // None while the stack stops: nobody would stop a task that started now.
  let capacity = maxTasks

  return {
    routes: [
      ecsRoute({ tasks, runner, lookup, capacity: () => capacity, now, judge }),
      metadata.route,
      credentials.route,
    ],
    async stop() {
      capacity = 0
      for (const task of tasks.living()) runner.stop(task.taskArn, 'The local stack was stopped')
      await runner.idle()
      await events.delivered()
      await driver.close()
    },
  }
}
