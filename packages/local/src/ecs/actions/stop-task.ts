import type { TaskRegistry } from '../model/task-registry.ts'
import { epochSeconds, taskView } from '../model/task-view.ts'
import { EcsError } from '../protocol/ecs-error.ts'
import type { TaskRunner } from '../run/task-runner.ts'
import type { StopTaskInput } from './inputs.ts'

/** https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
export function stopTask(tasks: TaskRegistry, runner: TaskRunner, clusterArn: string, input: StopTaskInput) {
  const task = tasks.find(clusterArn, input.task)
  if (!task) throw new EcsError('InvalidParameterException', 'The referenced task was not found.')
  return { task: taskView(runner.stop(task.taskArn, input.reason), epochSeconds) }
}
