import { createFakeJobStore, createFakeTaskRunner, propertyRuns } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import * as z from 'zod/mini'
import { createDispatcher, url } from './dispatcher.ts'

/** What happens to a message: it goes well, it can never, or something fails on the way that may pass. */
const fates = ['launched', 'hopeless', 'no row', 'no claim', 'no answer'] as const
type Fate = (typeof fates)[number]
const mayPass: readonly Fate[] = ['no row', 'no claim', 'no answer']

type Message = { readonly group: string; readonly fate: Fate; readonly turns: number }

/** A batch as SQS may deliver it: 1 to 10 messages of up to 4 groups, each with its fate and the time that its calls take. */
const batches: fc.Arbitrary<readonly Message[]> = fc.array(
  fc.record({
    group: fc.constantFrom('a', 'b', 'c', 'd'),
    fate: fc.constantFrom(...fates),
    turns: fc.integer({ min: 0, max: 3 }),
  }),
  { minLength: 1, maxLength: 10 },
)

const answerSchema = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) })

/** Delivers a batch to the whole Lambda, whose table and ECS fail as planned; says which come back, and who was launched in which order. */
async function deliver(batch: readonly Message[]) {
  const jobs = createFakeJobStore()
  const tasks = createFakeTaskRunner()
  const launched: number[] = []
  const call = async (jobId: string, failing: Fate) => {
    const { fate, turns = 0 } = batch[Number(jobId)] ?? {}
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    if (fate === failing) throw new Error(failing)
  }
  const dispatcher = createDispatcher({
    jobs: {
      ...jobs,
      create: (job) => call(job.jobId, 'no row').then(() => jobs.create(job)),
      change: (jobId, ...rest) => call(jobId, 'no claim').then(() => jobs.change(jobId, ...rest)),
    },
    tasks: {
      ...tasks,
      run: async (launch) => {
        await call(launch.jobId, 'no answer')
        launched.push(Number(launch.jobId))
        return tasks.run(launch)
      },
    },
  })
  const messages = batch.map(({ group, fate }, index) => ({
    messageId: String(index),
    groupId: group,
    body: fate === 'hopeless' ? 'not JSON' : { url },
  }))
  const { batchItemFailures } = answerSchema.parse(await dispatcher.deliver(...messages))
  return { back: batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)), launched }
}

/** The indexes of a batch, group by group. */
const groupsOf = (batch: readonly Message[]) => [...Map.groupBy(batch.keys(), (index) => batch[index]?.group).values()]
const failsFirst = (batch: readonly Message[], group: readonly number[]) => {
  const first = group.findIndex((index) => mayPass.includes(batch[index]?.fate ?? 'launched'))
  return first === -1 ? group.length : first
}

const forAnyBatch = (holds: (batch: readonly Message[]) => Promise<void>) =>
  fc.assert(fc.asyncProperty(batches, holds), { numRuns: propertyRuns(1000) })

describe('a batch of several groups', () => {
  it('comes back, of each group, from its first failure to its end, and nothing else does', async () => {
    await forAnyBatch(async (batch) => {
      const { back } = await deliver(batch)
      const expected = groupsOf(batch).flatMap((group) => group.slice(failsFirst(batch, group)))
      expect(new Set(back)).toEqual(new Set(expected))
      expect(back).toHaveLength(expected.length)
    })
  })

  it('launches, of each group, what stands before its first failure, in order, and nothing after it', async () => {
    await forAnyBatch(async (batch) => {
      const { launched } = await deliver(batch)
      for (const group of groupsOf(batch)) {
        const before = group.slice(0, failsFirst(batch, group))
        const expected = before.filter((index) => batch[index]?.fate === 'launched')
        expect(launched.filter((index) => group.includes(index))).toEqual(expected)
      }
    })
  })
})
