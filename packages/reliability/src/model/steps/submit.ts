import { jobStatuses, requestHash } from '@chronicle/core'
import * as fc from 'fast-check'
import * as z from 'zod/mini'
import type { Fault } from '../../simulation/fault.ts'
import type { Run } from '../../simulation/lambdas.ts'
import type { World } from '../../simulation/world.ts'
import { always, type Step, statusOf, step, withFault } from '../step.ts'
import { anyFault, anyJobId, anyStart, anyUrl, often } from './arbitraries.ts'

/** Somebody asks for a job: by REST, by a direct invoke, or by a message to the queue, which nobody has taken yet. */
export const submitSteps = [
  often(4, fc.tuple(anyJobId, anyUrl, anyStart, anyFault), ([jobId, url, startAt, fault]) =>
    post({ jobId, url, startAt }, fault),
  ),
  often(1, fc.tuple(anyJobId, anyUrl, anyFault), ([jobId, url, fault]) => invoke(jobId, url, fault)),
  often(1, fc.tuple(anyBody(), fc.constantFrom('default', 'job-1', 'job-2')), ([body, group]) => send(body, group)),
]

type Asked = { readonly jobId: string; readonly url: string; readonly startAt: string | undefined }

function post(body: Asked, fault?: Fault): Step {
  const { jobId, url, startAt } = body
  const name = `POST ${jobId} ${url}${startAt === undefined ? '' : ` at ${startAt}`}`
  return step(withFault(name, fault), always, async (world, _, { accepted }) => {
    const known = accepted.get(jobId)
    const hash = requestHash({ url, startAt })
    const status = statusOf(await world.request({ method: 'POST', path: '/jobs', body }, fault))
    const expected = known === undefined ? 202 : known === hash ? 200 : 409
    // No answer and one of 500 promise nothing: the caller asks again.
    if (status !== expected && !(fault && (status === undefined || status === 500)))
      throw new Error(`POST of ${jobId} was answered ${status}, not ${expected}`)
    if (status === 202) requireRow(world, jobId, hash)
  })
}

function invoke(jobId: string, url: string, fault?: Fault): Step {
  return step(withFault(`invoke ${jobId} ${url}`, fault), always, async (world, _, { accepted }) => {
    const hash = requestHash({ url })
    const isTaken = (accepted.get(jobId) ?? hash) !== hash
    const isAccepted = isJob(jobId, await world.invoke({ url, jobId }, fault))
    if (isAccepted && isTaken) throw new Error(`${jobId} was taken, and is given out again`)
    if (isAccepted) requireRow(world, jobId, hash)
    if (!isAccepted && !isTaken && !fault) throw new Error(`${jobId} was not accepted`)
  })
}

function send(body: string, groupId: string): Step {
  return step(`send ${body} in group ${groupId}`, always, (world, _, model) => {
    const { messageId } = world.queue.send(body, groupId)
    model.messages = [...model.messages, { messageId, body }]
  })
}

function anyBody() {
  const message = fc.record({ jobId: anyJobId, url: anyUrl, filename: fc.constant('show'), s3Key: fc.constant('') })
  return fc.oneof(
    { weight: 12, arbitrary: message.map((content) => JSON.stringify(content)) },
    { weight: 1, arbitrary: anyUrl.map((url) => JSON.stringify({ url })) },
    { weight: 1, arbitrary: anyJobId.map((jobId) => JSON.stringify({ jobId, url: 'ftp://example.com/' })) },
    { weight: 1, arbitrary: fc.constant('not JSON') },
  )
}

function requireRow(world: World, jobId: string, hash: string) {
  if (world.row(jobId)?.requestHash !== hash) throw new Error(`${jobId} was accepted, and has no row`)
}

const isJob = (jobId: string, run: Run) =>
  z.safeParse(z.object({ answer: z.object({ jobId: z.literal(jobId), status: z.enum(jobStatuses) }) }), run).success
