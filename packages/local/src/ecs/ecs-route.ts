import type { IncomingMessage } from 'node:http'
import type { Route } from '../front-door/open-front-door.ts'
import { describeTasks } from './actions/describe-tasks.ts'
import { describeTasksInput, listTasksInput, runTaskInput, stopTaskInput } from './actions/inputs.ts'
import { listTasks } from './actions/list-tasks.ts'
import { type RunTaskDeps, runTask } from './actions/run-task.ts'
import { stopTask } from './actions/stop-task.ts'
import type { EcsLookup } from './engine-lookup.ts'
import type { IamVerdict } from './iam-verdict.ts'
import { answerError, answerJson } from './protocol/answer-json.ts'
import { parseInput } from './protocol/parse-input.ts'
import { readBody } from './protocol/read-body.ts'

export interface EcsRouteDeps extends RunTaskDeps {
  lookup: EcsLookup
  judge: IamVerdict
}

const TARGET = /^AmazonEC2ContainerServiceV20141113\.(RunTask|StopTask|DescribeTasks|ListTasks)$/

/** Takes the four task actions; all other ECS actions are the engine's. */
export function ecsRoute(deps: EcsRouteDeps): Route {
  return (request) => {
    const action = TARGET.exec(String(request.headers['x-amz-target']))?.[1]
    if (action === undefined) return undefined
    return (_request, response) => {
      perform(deps, action, request).then(
        (output) => answerJson(response, 200, output),
        (error: unknown) => answerError(response, error),
      )
    }
  }
}

async function perform(deps: EcsRouteDeps, action: string, request: IncomingMessage): Promise<unknown> {
  const body = await readBody(request)
  const { tasks, runner, lookup, judge } = deps
  // The cluster first: the engine, when it judges, makes up a cluster that it does not know.
  const inCluster = async <Input extends { cluster: string }>(input: Input) => {
    const clusterArn = await lookup.clusterArn(input.cluster)
    await judge(request, body)
    return { clusterArn, input }
  }
  switch (action) {
    case 'RunTask': {
      const { clusterArn, input } = await inCluster(parseInput(runTaskInput, body))
      return runTask(deps, clusterArn, input)
    }
    case 'StopTask': {
      const { clusterArn, input } = await inCluster(parseInput(stopTaskInput, body))
      return stopTask(tasks, runner, clusterArn, input)
    }
    case 'DescribeTasks': {
      const { clusterArn, input } = await inCluster(parseInput(describeTasksInput, body))
      return describeTasks(tasks, clusterArn, input)
    }
    default: {
      const { clusterArn, input } = await inCluster(parseInput(listTasksInput, body))
      return listTasks(tasks, clusterArn, input)
    }
  }
}
