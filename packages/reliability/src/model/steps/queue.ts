import * as fc from 'fast-check'
import type { Fault } from '../../simulation/fault.ts'
import { pick, type Step, step, withFault } from '../step.ts'
import { anyFault, anyFaultAtAll, anyNumber, often } from './arbitraries.ts'

/** Messages of the queue are delivered, delivered again although they were done with, or lost. */
export const queueSteps = [
  often(10, fc.tuple(anyNumber, anyFault), ([number, fault]) => deliver(number, true, fault)),
  often(4, fc.tuple(anyNumber, anyFault), ([number, fault]) => deliver(number, false, fault)),
  often(2, fc.tuple(anyNumber, anyFaultAtAll), ([number, fault]) => failEachTime(number, fault)),
  often(2, anyNumber, loseBell),
  often(2, fc.tuple(anyNumber, anyFault), ([number, fault]) => deliverDead(number, fault)),
]

function deliver(number: number, isDeleted: boolean, fault?: Fault): Step {
  const name = withFault(`deliver message ${number}${isDeleted ? '' : ', which stays'}`, fault)
  return step(
    name,
    ({ queue }) => pick(queue.receivable(), number),
    (world, message) => world.deliver(message, fault, isDeleted),
  )
}

/** What becomes a dead letter that way: a message whose every try goes wrong in the same way. */
function failEachTime(number: number, fault: Fault): Step {
  return step(
    withFault(`message ${number} is delivered until it is done with or dead`, fault),
    ({ queue }) => pick(queue.receivable(), number),
    async (world, message) => {
      while (world.queue.receivable().includes(message)) await world.deliver(message, fault)
    },
  )
}

function deliverDead(number: number, fault?: Fault): Step {
  return step(
    withFault(`deliver dead letter ${number}`, fault),
    ({ queue }) => pick(queue.dead, number),
    async (world, message, { oneByOne }) => {
      const before = world.row(namedJob(message.body) ?? message.messageId)
      const startedBy = before && `${before.jobId}/${before.attempt}/${before.launch}`
      const tasks = startedBy === undefined ? [] : await world.ecs.watch.startedBy(startedBy)
      await world.deliverDead(message, fault)
      const after = before && world.row(before.jobId)
      if (oneByOne && tasks.length > 0 && before?.status !== after?.status)
        throw new Error(`the dead letter of ${startedBy}, which has a task, made it ${after?.status}`)
    },
  )
}

const namedJob = (body: string) => /"jobId":"([^"]+)"/.exec(body)?.[1]

function loseBell(number: number): Step {
  return step(
    `lose bell ${number}`,
    ({ queue }) =>
      pick(
        queue.receivable().filter(({ isBell }) => isBell),
        number,
      ),
    ({ queue }, bell) => queue.delete(bell),
  )
}
