import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { courses } from '../src/model/course.ts'
import { replay, runs, timeout } from '../src/model/env.ts'
import { createModel } from '../src/model/model.ts'
import { recover } from '../src/model/recover.ts'
import { lookAt } from '../src/model/step.ts'
import { operateSteps } from '../src/model/steps/operate.ts'
import { queueSteps } from '../src/model/steps/queue.ts'
import { taskSteps } from '../src/model/steps/tasks.ts'
import { timeSteps } from '../src/model/steps/time.ts'
import { createWorld } from '../src/simulation/world.ts'

const steps = fc.oneof(...operateSteps, ...queueSteps, ...taskSteps, ...timeSteps)
const race = fc.record({
  /** What happened to the first job before. */
  course: fc
    .constantFrom(...courses)
    .chain((course) => fc.nat({ max: course.length }).map((end) => course.slice(0, end))),
  before: fc.commands([steps], { maxCommands: 20, size: 'max', ...replay }),
  minutes: fc.constantFrom(0, 3, 11),
  /** Some of them twice: what is delivered may be so, at once. */
  together: fc
    .array(fc.tuple(steps, fc.boolean()), { minLength: 2, maxLength: 5 })
    .map((racers) => racers.flatMap(([step, isTwice]) => (isTwice ? [step, step] : [step]))),
  scheduler: fc.scheduler(),
})

test(
  'whatever happens at once, its calls to AWS in whatever order, a job stays true, and ends once the world is well again',
  async () => {
    const property = fc.asyncProperty(race, async ({ course, before, minutes, together, scheduler }) => {
      let isRacing = false
      const world = createWorld(async (name, call) => {
        if (isRacing) await scheduler.schedule(Promise.resolve(), name)
        return call()
      })
      const model = createModel(world)
      for (const happen of course) await happen(world)
      await fc.asyncModelRun(() => ({ model, real: world }), before)
      world.clock.advance(minutes * 60_000)
      isRacing = true
      model.oneByOne = false
      // Each begins when the scheduler says so, and finds what the others have done by then.
      const racing = together.map((step) =>
        scheduler.schedule(Promise.resolve(), `begin: ${step}`).then(() => step.begin(model)),
      )
      await scheduler.waitFor(Promise.all(racing))
      isRacing = false
      lookAt(model)
      expect(await recover(model)).toEqual([])
    })
    await fc.assert(property, runs)
  },
  timeout,
)
