import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { replay, runs, timeout } from '../src/model/env.ts'
import { createModel } from '../src/model/model.ts'
import { recover } from '../src/model/recover.ts'
import { lookAt } from '../src/model/step.ts'
import { operateSteps } from '../src/model/steps/operate.ts'
import { queueSteps } from '../src/model/steps/queue.ts'
import { taskSteps } from '../src/model/steps/tasks.ts'
import { timeSteps } from '../src/model/steps/time.ts'
import { createWorld } from '../src/simulation/world.ts'

const racing = [...operateSteps, ...queueSteps, ...taskSteps, ...timeSteps]
const before = fc.commands([fc.oneof(...racing)], { maxCommands: 30, size: 'max', ...replay })
const racers = fc.array(fc.oneof(...racing), { minLength: 2, maxLength: 6 })
const minutes = fc.constantFrom(0, 3, 11)

test(
  'whatever happens at once, its calls to AWS in whatever order, a job stays true, and ends once the world is well again',
  async () => {
    const property = fc.asyncProperty(
      before,
      minutes,
      racers,
      fc.scheduler(),
      async (steps, wait, together, scheduler) => {
        let isRacing = false
        const world = createWorld(async (name, call) => {
          if (isRacing) await scheduler.schedule(Promise.resolve(), name)
          return call()
        })
        const model = createModel(world)
        await world.request({ method: 'POST', path: '/jobs', body: { url: 'https://example.com/a', jobId: 'job-1' } })
        await fc.asyncModelRun(() => ({ model, real: world }), steps)
        world.clock.advance(wait * 60_000)
        isRacing = true
        model.oneByOne = false
        await scheduler.waitFor(Promise.all(together.map((step) => step.begin(model))))
        isRacing = false
        lookAt(model)
        expect(await recover(model)).toEqual([])
      },
    )
    await fc.assert(property, runs)
  },
  timeout,
)
