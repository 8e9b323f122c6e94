import * as fc from 'fast-check'
import type { World } from '../simulation/world.ts'

/** Something that happens to the one job of a course. A run that fails prints it by its name. */
type Happening = (world: World) => Promise<unknown>

const happening = (name: string, happen: Happening): Happening =>
  Object.assign(happen, { [fc.toStringMethod]: () => name })

const post = happening('POST job-1', ({ request }) =>
  request({ method: 'POST', path: '/jobs', body: { url: 'https://example.com/a', jobId: 'job-1' } }),
)
const launch = happening('its bell is delivered', async ({ queue, deliver }) => {
  for (const message of queue.receivable()) await deliver(message)
})
const launchInVain = happening(
  'its bell is delivered to a dispatcher that dies after RunTask, and ECS forgets the token',
  async ({ queue, deliver, ecs }) => {
    for (const message of queue.receivable()) await deliver(message, { of: 'run', call: 1, kind: 'killed after' })
    ecs.forgetTokens()
  },
)
const comeUp = happening('a task comes up', async ({ ecs, recorders }) => {
  const task = ecs.tasks.find(({ lastStatus }) => lastStatus === 'PENDING')
  if (task) recorders.start(task)
})
const goOn = happening('recorders go on', async ({ recorders }) => {
  for (const one of [...recorders.running]) await recorders.move(one, 'go on')
})
const kill = happening('recorders are killed', async ({ recorders }) => {
  for (const one of [...recorders.running]) recorders.kill(one)
})
const failToStart = happening('its task cannot start', async ({ ecs }) => {
  for (const task of ecs.tasks)
    ecs.stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError: not found' })
})

/**
 * Courses that a job takes, step by step: everything that races with something has to begin somewhere on one. Its recorder
 * dies; or it has two tasks, since ECS forgot the first; or its task ends before it comes up, and no other would do better.
 */
export const courses: readonly (readonly Happening[])[] = [
  [post, launch, comeUp, goOn, goOn, goOn, goOn, kill],
  [post, launchInVain, launch, comeUp, goOn, kill, comeUp],
  [post, launch, failToStart],
]
