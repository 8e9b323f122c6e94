import * as fc from 'fast-check'
import type { Fault } from '../../simulation/fault.ts'
import { networks } from '../../simulation/recorders.ts'
import type { Task } from '../../simulation/simulated-ecs.ts'
import type { RecorderMove } from '../../simulation/simulated-recording.ts'
import type { World } from '../../simulation/world.ts'
import { always, pick, type Step, step, withFault } from '../step.ts'
import { anyFault, anyNumber, often } from './arbitraries.ts'

/** Launches are refused or repeated, tasks come up or do not, recorders go on, lose the table, are killed. */
export const taskSteps = [
  often(3, fc.constant(true), refuseLaunch),
  often(2, fc.constant(false), refuseLaunch),
  often(5, fc.constant(undefined), forgetTokens),
  often(2, fc.constant(undefined), deploy),
  often(10, anyNumber, comeUp),
  often(1, anyNumber, failToStart),
  often(16, anyNumber, (number) => move(number, 'go on')),
  often(6, anyNumber, (number) => move(number, 'beat')),
  often(1, anyNumber, (number) => move(number, 'stream breaks')),
  often(3, fc.tuple(anyNumber, fc.constantFrom(...networks)), ([number, network]) => setNetwork(number, network)),
  often(2, anyNumber, kill),
  often(1, anyNumber, loseHost),
  often(1, fc.constantFrom(0, 5), lag),
  often(2, anyNumber, loseEvent),
  often(8, fc.tuple(anyNumber, fc.boolean(), anyFault), ([number, isLast, fault]) => tell(number, isLast, fault)),
]

const pending = (number: number) => (world: World) =>
  pick(
    world.ecs.tasks.filter(({ lastStatus }) => lastStatus === 'PENDING'),
    number,
  )
const running = (number: number) => (world: World) => pick(world.recorders.running, number)

function refuseLaunch(mayPass: boolean): Step {
  return step(`the next launch is refused ${mayPass ? 'for now' : 'for good'}`, always, ({ ecs }) =>
    ecs.refuse(mayPass),
  )
}

function forgetTokens(): Step {
  return step('ECS forgets its client tokens', always, ({ ecs }) => ecs.forgetTokens())
}

function deploy(): Step {
  return step('a deploy takes the task definition away', always, ({ ecs }) => ecs.deploy())
}

function comeUp(number: number): Step {
  return step(`task ${number} comes up`, pending(number), async ({ recorders }, task: Task) => {
    recorders.start(task)
  })
}

function failToStart(number: number): Step {
  return step(`task ${number} cannot start`, pending(number), ({ ecs }, task) =>
    ecs.stop(task, { stopCode: 'TaskFailedToStart', stoppedReason: 'CannotPullContainerError' }),
  )
}

function move(number: number, what: RecorderMove): Step {
  return step(`recorder ${number}: ${what}`, running(number), ({ recorders }, one) => recorders.move(one, what))
}

function setNetwork(number: number, network: (typeof networks)[number]): Step {
  return step(`recorder ${number}: network ${network}`, running(number), (_, one) => {
    one.network = network
  })
}

function kill(number: number): Step {
  return step(`recorder ${number} is killed`, running(number), ({ recorders }, one) => recorders.kill(one))
}

function loseEvent(number: number): Step {
  return step(
    `event ${number} is lost`,
    ({ ecs }) => pick(ecs.changes, number),
    ({ ecs }, change) => ecs.forget(change),
  )
}

/** ECS takes the task for stopped, and the process behind it lives on. */
function loseHost(number: number): Step {
  return step(`the host of recorder ${number} is lost to ECS`, running(number), ({ ecs }, { task }) =>
    ecs.stop(task, { stopCode: 'TerminationNotice', stoppedReason: 'Host EC2 terminated.' }),
  )
}

function lag(minutes: number): Step {
  return step(`ECS tells of new tasks after ${minutes} minutes`, always, ({ ecs }) => ecs.lag(minutes))
}

/** An event that is not the last of its kind is delivered once more later. */
function tell(number: number, isLast: boolean, fault?: Fault): Step {
  const name = withFault(`event ${number} is delivered${isLast ? '' : ', not for the last time'}`, fault)
  return step(
    name,
    ({ ecs }) => pick(ecs.changes, number),
    async (world, change) => {
      await world.tell(change, fault)
      if (!isLast) world.ecs.repeat(change)
    },
  )
}
