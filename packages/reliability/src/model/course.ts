import type { World } from '../simulation/world.ts'

type Happening = (world: World) => Promise<unknown>

const post: Happening = ({ request }) =>
  request({ method: 'POST', path: '/jobs', body: { url: 'https://example.com/a', jobId: 'job-1' } })
const comeUp: Happening = async ({ ecs, recorders }) => {
  const task = ecs.tasks.find(({ lastStatus }) => lastStatus === 'PENDING')
  if (task) recorders.start(task)
}
const goOn: Happening = async ({ recorders }) => {
  for (const one of [...recorders.running]) await recorders.move(one, 'go on')
}
const kill: Happening = async ({ recorders }) => {
  for (const one of [...recorders.running]) recorders.kill(one)
}
const launch: Happening = async ({ queue, deliver }) => {
  for (const message of queue.receivable()) await deliver(message)
}
const launchInVain: Happening = async ({ queue, deliver, ecs }) => {
  for (const message of queue.receivable()) await deliver(message, { of: 'run', call: 1, kind: 'killed after' })
  ecs.forgetTokens()
}

/**
 * Courses that a job takes, step by step: everything that races with something has to begin somewhere on one. Its recorder
 * dies; or it has two tasks, since ECS forgot the first.
 */
export const courses: readonly (readonly Happening[])[] = [
  [post, launch, comeUp, goOn, goOn, goOn, goOn, kill],
  [post, launchInVain, launch, comeUp, goOn, kill, comeUp],
]
