import * as fc from 'fast-check'
import type { Fault } from '../../simulation/fault.ts'
import { always, type Step, step, withFault } from '../step.ts'
import { anyFault, often } from './arbitraries.ts'

const minutes = [-0.05, 0.5, 1, 2, 5, 11, 60, 25 * 60]

/** Time passes, also backwards, as clocks of two machines differ; and the sweep looks at what is due. */
export const timeSteps = [often(6, fc.constantFrom(...minutes), pass), often(6, anyFault, sweep)]

function pass(time: number): Step {
  return step(`${time} minutes pass`, always, ({ clock }) => clock.advance(time * 60_000))
}

function sweep(fault?: Fault): Step {
  return step(withFault('sweep', fault), always, (world) => world.sweep(fault))
}
