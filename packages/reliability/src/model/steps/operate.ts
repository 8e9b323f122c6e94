import type { Job } from '@chronicle/core'
import { isEnded } from '@chronicle/core'
import * as fc from 'fast-check'
import type { Fault } from '../../simulation/fault.ts'
import type { World } from '../../simulation/world.ts'
import { attemptId, runnersOf } from '../model.ts'
import { always, pick, type Step, statusOf, step, withFault } from '../step.ts'
import { anyFault, anyNumber, often } from './arbitraries.ts'

/** Jobs are cancelled, retried, deleted, and taken back from the dead letters. */
export const operateSteps = [
  often(4, fc.tuple(anyNumber, anyFault), ([number, fault]) => cancel(number, fault)),
  often(4, fc.tuple(anyNumber, anyFault), ([number, fault]) => retry(number, fault)),
  often(1, fc.tuple(anyNumber, anyFault), ([number, fault]) => purge(number, fault)),
  often(1, anyFault, redrive),
]

const anyJob = (number: number) => (world: World) => pick(world.rows(), number)

/** Whoever is told that a job is cancelled can rely on it: what records it by then is stopped, and nothing else begins to. */
function cancel(number: number, fault?: Fault): Step {
  return step(
    withFault(`cancel job ${number}`, fault),
    anyJob(number),
    async (world, { jobId }, { cancelled, oneByOne }) => {
      const status = statusOf(await world.request({ method: 'DELETE', path: `/jobs/${jobId}` }, fault))
      const job = world.row(jobId)
      if (!job || (status !== 200 && status !== 202)) return expectAnswer('cancel', status, fault, oneByOne)
      const id = attemptId(job)
      if (!cancelled.has(id)) cancelled.set(id, runnersOf(world, id))
      if (!isEnded(job.status) && !job.cancelRequested)
        throw new Error(`cancel of ${id} was accepted, and is not written`)
    },
  )
}

function retry(number: number, fault?: Fault): Step {
  return step(withFault(`retry job ${number}`, fault), anyJob(number), async (world, before, { oneByOne }) => {
    const status = statusOf(await world.request({ method: 'POST', path: `/jobs/${before.jobId}/retry` }, fault))
    if (status !== 202 && status !== 409) return expectAnswer('retry', status, fault, oneByOne)
    if (!oneByOne) return
    // A request that could not be read is one that can be, or not, by now.
    if (before.url !== undefined && (status === 202) !== isRetryable(before))
      throw new Error(`retry of ${before.jobId}, ${before.status} at attempt ${before.attempt}, was answered ${status}`)
    const attempt = world.row(before.jobId)?.attempt
    if (status === 202 && attempt !== before.attempt + 1)
      throw new Error(`retry of ${before.jobId} was accepted, and it is at attempt ${attempt}`)
  })
}

const MOST_ATTEMPTS = 25
const isRetryable = ({ status, partial, attempt, purgeRequested }: Job) =>
  (['FAILED', 'CANCELLED'].includes(status) || (status === 'COMPLETED' && partial === true)) &&
  attempt < MOST_ATTEMPTS &&
  !purgeRequested

function purge(number: number, fault?: Fault): Step {
  return step(
    withFault(`purge job ${number}`, fault),
    anyJob(number),
    async (world, { jobId, status: before }, { oneByOne }) => {
      world.clock.advance(10_000) // by which its tasks have come and gone: none does so in an instant
      const call = { method: 'DELETE', path: `/jobs/${jobId}`, query: { purge: 'true' } } as const
      const status = statusOf(await world.request(call, fault))
      if (status !== 204 && status !== 409) return expectAnswer('purge', status, fault, oneByOne)
      if (!oneByOne) return
      if ((status === 204) !== isEnded(before)) throw new Error(`purge of ${jobId}, ${before}, was answered ${status}`)
      if (status === 204 && world.row(jobId)) throw new Error(`purge of ${jobId} was made, and its row is there`)
    },
  )
}

function redrive(fault?: Fault): Step {
  return step(withFault('redrive all dead letters', fault), always, async (world, _, { oneByOne }) => {
    const before = world.rows().filter(isDeadLetter)
    const status = statusOf(await world.request({ method: 'POST', path: '/dead-letters/redrive', body: {} }, fault))
    if (status !== 200) return expectAnswer('redrive', status, fault, oneByOne)
    const left = before.filter(({ jobId, url }) => url !== undefined && isDeadLetter(world.row(jobId)))
    if (left.length > 0 && oneByOne && !fault) throw new Error(`${left.map(({ jobId }) => jobId)} were not redriven`)
  })
}

const isDeadLetter = (job: Job | undefined) =>
  job?.status === 'FAILED' && job.deadLetteredAt !== undefined && !job.purgeRequested

/** No answer and one of 500 promise nothing: the caller asks again. A job may be gone where something else goes on. */
function expectAnswer(call: string, status: number | undefined, fault: Fault | undefined, oneByOne: boolean): void {
  const isGone = status === 404 && !oneByOne
  if (!isGone && (!fault || (status !== undefined && status < 500))) throw new Error(`${call} was answered ${status}`)
}
