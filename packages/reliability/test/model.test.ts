import { expect, test } from '@jest/globals'
import * as fc from 'fast-check'
import { replay, runs, timeout } from '../src/model/env.ts'
import { createModel } from '../src/model/model.ts'
import { recover } from '../src/model/recover.ts'
import { operateSteps } from '../src/model/steps/operate.ts'
import { queueSteps } from '../src/model/steps/queue.ts'
import { submitSteps } from '../src/model/steps/submit.ts'
import { taskSteps } from '../src/model/steps/tasks.ts'
import { timeSteps } from '../src/model/steps/time.ts'
import { createWorld } from '../src/simulation/world.ts'

const steps = fc.commands([fc.oneof(...submitSteps, ...operateSteps, ...queueSteps, ...taskSteps, ...timeSteps)], {
  maxCommands: 300,
  size: 'max',
  ...replay,
})

test(
  'whatever happens in whatever order, a job stays true, and ends once the world is well again',
  async () => {
    const property = fc.asyncProperty(steps, async (happenings) => {
      const world = createWorld()
      const model = createModel(world)
      await fc.asyncModelRun(() => ({ model, real: world }), happenings)
      expect(await recover(model)).toEqual([])
    })
    await fc.assert(property, runs)
  },
  timeout,
)
