import type { Job } from '@chronicle/core'
import { createModel } from '../../src/model/model.ts'
import { recover } from '../../src/model/recover.ts'
import type { Fault } from '../../src/simulation/fault.ts'
import { createMeanwhile } from '../../src/simulation/meanwhile.ts'
import { createWorld } from '../../src/simulation/world.ts'

export const url = 'https://example.com/live/stream.m3u8'

/** A world to walk through, and short words for what a walk says most. */
export function createWalk() {
  const { around, after } = createMeanwhile()
  const world = createWorld(around)
  const { ecs, queue, recorders } = world
  const only = <Item>(items: readonly Item[]): Item => {
    const [item] = items
    if (item === undefined || items.length > 1) throw new Error(`there are ${items.length}, and not one`)
    return item
  }
  const walk = {
    ...world,
    meanwhileAfter: after,
    row: (jobId = 'job-1'): Job => {
      const job = world.row(jobId)
      if (!job) throw new Error(`there is no row of "${jobId}"`)
      return job
    },
    /** Asks for a job by REST. */
    post: (jobId: string, fault?: Fault) =>
      world.request({ method: 'POST', path: '/jobs', body: { url, jobId } }, fault),
    /** Asks for a job's end by REST. */
    cancel: () => world.request({ method: 'DELETE', path: '/jobs/job-1' }),
    retry: () => world.request({ method: 'POST', path: '/jobs/job-1/retry' }),
    /** A job that is recorded, of which something is in S3. */
    record: async () => {
      await walk.post('job-1')
      await walk.deliverBell()
      await walk.comeUp()
      for (let step = 0; step < 2; step++) await recorders.move(walk.recorder(), 'go on')
      await walk.tellAll()
    },
    /** The launches of the tasks that ECS ever had, in their order. */
    launches: () => ecs.tasks.map(({ startedBy }) => startedBy),
    deliverBell: (fault?: Fault) => world.deliver(only(queue.receivable()), fault),
    /** The one task that waits to come up comes up, and its recorder makes its first move. */
    comeUp: async () => {
      recorders.start(only(ecs.tasks.filter(({ lastStatus }) => lastStatus === 'PENDING')))
      const started = recorders.running.at(-1)
      if (started) await recorders.move(started, 'go on')
    },
    recorder: () => only(recorders.running),
    /** Minutes pass, and the sweep runs in each of them. */
    minutes: async (count: number) => {
      for (let minute = 0; minute < count; minute++) {
        world.clock.advance(60_000)
        await world.sweep()
      }
    },
    /** Every event that ECS has told so far is delivered. */
    tellAll: async () => {
      for (const change of [...ecs.changes]) await world.tell(change)
    },
    /** Everything takes its course from here; what is not as it was promised then, or before. */
    wrongInTheEnd: async () => [...(await recover(createModel(world))), ...world.broken],
  }
  return walk
}
