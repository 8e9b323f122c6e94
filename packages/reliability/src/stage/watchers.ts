import { setTimeout as sleep } from 'node:timers/promises'
import { ListTasksCommand } from '@aws-sdk/client-ecs'
import { scheduleEvent } from '@chronicle/core/testing'
import { names } from '@chronicle/local'
import { invoke, type Outcome, type Run } from './invoke.ts'
import type { TaskEvent } from './task-events.ts'
import type { World } from './world.ts'

const LOOK_MS = 100

/** Lambda repeats an event that failed twice, and then drops it. */
const RETRIES = 2

/** A recorder that is to be cut off has got as far by then. */
const CUT_OFF_MS = 1500

/** Waits until every task of the world is over, if it comes to an end by itself, and EventBridge has said so. */
export async function quiet(world: World): Promise<void> {
  const until = Date.now() + CUT_OFF_MS
  while ((await tasks(world, 'RUNNING')).length > 0) {
    if (world.livesOn && Date.now() > until) break
    await sleep(LOOK_MS)
  }
  const over = await tasks(world, 'STOPPED')
  const isTold = () => {
    const told = new Set(tasksOf(world))
    return over.every((task) => told.has(task))
  }
  while (!isTold()) await sleep(LOOK_MS)
}

async function tasks({ stage, families }: World, desiredStatus: 'RUNNING' | 'STOPPED'): Promise<readonly string[]> {
  const ask = (family: string) =>
    stage.aws.ecs.send(new ListTasksCommand({ cluster: names.cluster, family, desiredStatus }))
  return (await Promise.all(families.map(ask))).flatMap(({ taskArns = [] }) => taskArns)
}

/** The tasks of a world that are over, once it is quiet: all that there ever were. */
export const tasksOf = (world: World): readonly string[] => eventsOf(world).map(({ detail }) => detail.taskArn)

const eventsOf = ({ stage, families }: World) => families.flatMap((family) => stage.events.of(family))

/** Tells job-lifecycle of every task that is over and that it has not been told of yet. */
export async function hear(world: World, run?: Run): Promise<void> {
  const known = new Set(world.journal.heard)
  for (const event of eventsOf(world).filter((one) => !known.has(one))) {
    world.journal.heard.push(event)
    await tell(world, event, run)
  }
}

/** Events get lost: of what is over by now, nobody is told. */
export function forget(world: World): void {
  world.journal.heard.push(...eventsOf(world))
}

/** One event, repeated where the function fails. Only the first invocation is on the line that is given. */
export async function tell(world: World, event: TaskEvent, run?: Run): Promise<void> {
  let outcome: Outcome = await invoke(world, 'job-lifecycle', event, { run })
  for (let retry = 0; retry < RETRIES && 'error' in outcome; retry += 1)
    outcome = await invoke(world, 'job-lifecycle', event)
}

/** The minute is over. */
export async function sweep(world: World, run?: Run): Promise<void> {
  await invoke(world, 'job-lifecycle', scheduleEvent, { run })
}
