import { createHash } from 'node:crypto'
import type { EcsLookup } from '../engine-lookup.ts'
import { familyAndRevision } from '../model/task.ts'
import type { TaskRegistry } from '../model/task-registry.ts'
import { epochSeconds, taskView } from '../model/task-view.ts'
import { EcsError } from '../protocol/ecs-error.ts'
import { planTask } from '../run/task-plan.ts'
import type { TaskRunner } from '../run/task-runner.ts'
import type { RunTaskInput } from './inputs.ts'

export interface RunTaskDeps {
  tasks: TaskRegistry
  runner: TaskRunner
  lookup: Pick<EcsLookup, 'taskDefinition'>
  /**
   * How many tasks of one family may live at once. One more is answered with a capacity failure, as by a full region. By family,
   * so that seeders, which may go on for ever, take no recorder's room.
   */
  capacity: () => number
  now: () => Date
}

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html, for one task a call. */
export async function runTask(deps: RunTaskDeps, clusterArn: string, input: RunTaskInput) {
  const { tasks, runner, lookup, capacity, now } = deps
  // Before the task definition is looked up: a repeat is answered even when that has gone meanwhile.
  const earlier = repeated(tasks, clusterArn, input)
  if (earlier) return earlier
  const plan = planTask(input, await lookup.taskDefinition(input.taskDefinition), clusterArn, now())

  // From here on nothing waits, so of two calls with one token, both past the first look, one sees the other's task.
  const meanwhile = repeated(tasks, clusterArn, input)
  if (meanwhile) return meanwhile
  const { family } = familyAndRevision(plan.task.taskDefinitionArn)
  const living = tasks.living().filter((task) => familyAndRevision(task.taskDefinitionArn).family === family)
  if (living.length >= capacity()) {
    const detail = `The local stack has room for ${capacity()} tasks of the family ${family} at once.`
    return { tasks: [], failures: [{ reason: 'RESOURCE:CPU', detail }] }
  }
  const { clientToken } = input
  tasks.add(plan.task, clientToken ? { clientToken, fingerprint: fingerprint(input) } : undefined)
  const answer = { tasks: [taskView(plan.task, epochSeconds)], failures: [] }
  runner.run(plan)
  return answer
}

function repeated(tasks: TaskRegistry, clusterArn: string, input: RunTaskInput) {
  const earlier = input.clientToken && tasks.byClientToken(clusterArn, input.clientToken)
  if (!earlier) return undefined
  if (earlier.fingerprint === fingerprint(input)) return { tasks: [taskView(earlier.task, epochSeconds)], failures: [] }
  const message = 'The clientToken is already in use with a different RunTask request.'
  throw new EcsError('ConflictException', message, { resourceIds: [earlier.task.taskArn] })
}

// The schema writes members in its own order, and what it does not know keeps the caller's, which an SDK keeps too.
function fingerprint(input: RunTaskInput): string {
  return createHash('sha256').update(JSON.stringify(input)).digest('hex')
}
