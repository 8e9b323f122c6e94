import { setImmediate } from 'node:timers/promises'
import type { TaskDefinition } from '@aws-sdk/client-ecs'
import { runTaskInput } from '../src/ecs/actions/inputs.ts'
import { runTask } from '../src/ecs/actions/run-task.ts'
import type { Task } from '../src/ecs/model/task.ts'
import { createTaskRegistry } from '../src/ecs/model/task-registry.ts'
import { createTaskRunner } from '../src/ecs/run/task-runner.ts'
import { FakeTaskDriver } from './fakes/fake-task-driver.ts'

export const clusterArn = 'arn:aws:ecs:us-east-1:000000000000:cluster/cluster'

const recorder: TaskDefinition = {
  taskDefinitionArn: 'arn:aws:ecs:us-east-1:000000000000:task-definition/recorder:7',
  networkMode: 'bridge',
  containerDefinitions: [
    { name: 'main', image: 'recorder:1', command: ['record'], environment: [{ name: 'A', value: 'definition' }] },
  ],
}

/** The ECS endpoint without HTTP, engine and processes, on a clock that tests set. */
export function fakeEcs({ definition = recorder, maxTasks = 10 } = {}) {
  const clock = { now: new Date('2026-01-01T00:00:00Z') }
  const now = () => clock.now
  const history: Task[] = []
  const driver = new FakeTaskDriver()
  const tasks = createTaskRegistry({ now, onChange: (task) => history.push(task) })
  const lines: string[] = []
  const openLog = async () => ({ write: (line: string) => void lines.push(line), close: async () => {} })
  const runner = createTaskRunner({
    tasks,
    driver,
    openLog,
    metadataPath: () => '/metadata',
    credentialsPath: async () => undefined,
    now,
  })
  const lookup = { taskDefinition: async () => definition }
  const run = (input: object, cluster = clusterArn) =>
    runTask(
      { tasks, runner, lookup, capacity: () => maxTasks, now },
      cluster,
      runTaskInput.parse({ taskDefinition: 'recorder', ...input }),
    )
  return {
    clock,
    history,
    driver,
    tasks,
    runner,
    run,
    /** Starts a task and lets it get as far as it can. */
    async started(input: object = {}): Promise<Task> {
      await run(input)
      await setImmediate()
      const task = tasks.inCluster(clusterArn).at(-1)
      if (!task) throw new Error('RunTask started no task.')
      return task
    },
    pass: (milliseconds: number) => {
      clock.now = new Date(clock.now.getTime() + milliseconds)
    },
  }
}
