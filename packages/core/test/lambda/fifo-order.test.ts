import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { withTimeLeft } from '../../src/index.ts'
import { inFifoOrder } from '../../src/lambda/index.ts'
import { propertyRuns, sqsEvent, sqsRecord } from '../../testing/index.ts'

/** A batch as SQS may deliver it: which group each message belongs to, whether it fails, and how long it takes. */
const batches = fc.array(
  fc.record({ group: fc.integer({ min: 1, max: 4 }), fails: fc.boolean(), turns: fc.integer({ min: 0, max: 3 }) }),
  { minLength: 1, maxLength: 10 },
)

type Plan = { readonly group: number; readonly fails: boolean; readonly turns: number }

/** Runs a batch by its plan; says in which order its messages were taken up and finished, and how each ended. */
async function run(plan: readonly Plan[]) {
  const { Records } = sqsEvent(
    ...plan.map(({ group }, index) => ({ messageId: String(index), groupId: String(group), body: {} })),
  )
  const log: string[] = []
  const results = await inFifoOrder(Records, async ({ messageId }) => {
    log.push(`${messageId} taken`)
    const { turns = 0, fails = false } = plan[Number(messageId)] ?? {}
    for (let turn = 0; turn < turns; turn++) await Promise.resolve()
    log.push(`${messageId} done`)
    if (fails) throw new Error(`${messageId} failed`)
  })
  return { log, ended: results.map(({ status }) => status) }
}

/** The indexes of a plan, group by group. */
const groupsOf = (plan: readonly Plan[]) => [...Map.groupBy(plan.keys(), (index) => plan[index]?.group).values()]

const forAnyBatch = (holds: (plan: readonly Plan[]) => Promise<void>) =>
  fc.assert(fc.asyncProperty(batches, holds), { numRuns: propertyRuns(1000) })

describe('inFifoOrder', () => {
  it('answers one result for every record, in the order of the batch', async () => {
    await forAnyBatch(async (plan) => {
      expect((await run(plan)).ended).toHaveLength(plan.length)
    })
  })

  it('fails, in every group, its first failure and all that follow, and nothing else', async () => {
    await forAnyBatch(async (plan) => {
      const { ended } = await run(plan)
      for (const group of groupsOf(plan)) {
        const firstFailure = group.findIndex((index) => plan[index]?.fails)
        const succeeding = firstFailure === -1 ? group.length : firstFailure
        const expected = group.map((_, position) => (position < succeeding ? 'fulfilled' : 'rejected'))
        expect(group.map((index) => ended[index])).toEqual(expected)
      }
    })
  })

  it('takes up, in every group, one after the other and none after a failure', async () => {
    await forAnyBatch(async (plan) => {
      const { log } = await run(plan)
      for (const group of groupsOf(plan)) {
        const firstFailure = group.findIndex((index) => plan[index]?.fails)
        const tried = firstFailure === -1 ? group : group.slice(0, firstFailure + 1)
        const ofGroup = log.filter((line) => group.includes(Number(line.split(' ')[0])))
        expect(ofGroup).toEqual(tried.flatMap((index) => [`${index} taken`, `${index} done`]))
      }
    })
  })

  it('works on groups side by side, so that a slow one holds up no other', async () => {
    const { log } = await run([
      { group: 1, fails: false, turns: 3 },
      { group: 2, fails: false, turns: 0 },
    ])
    expect(log).toEqual(['0 taken', '1 taken', '1 done', '0 done'])
  })

  it('takes up nothing more when the time is short: all that is not done comes back, group by group', async () => {
    let left = 10_000
    const { Records } = sqsEvent(
      { messageId: 'a1', groupId: 'a', body: {} },
      { messageId: 'a2', groupId: 'a', body: {} },
      { messageId: 'a3', groupId: 'a', body: {} },
    )
    const taken: string[] = []
    const results = await withTimeLeft(
      () => left,
      () =>
        inFifoOrder(Records, async ({ messageId }) => {
          taken.push(messageId)
          left -= 7500
        }),
    )
    expect(taken).toEqual(['a1'])
    expect(results).toMatchObject([
      { status: 'fulfilled' },
      { status: 'rejected', reason: { name: 'NotTaken' } },
      { status: 'rejected', reason: { name: 'HeldBack' } },
    ])
  })

  it('ends by the time that is left, and knows what is done: a message that hangs fails alone, with its group', async () => {
    const { Records } = sqsEvent(
      { messageId: 'hangs', groupId: 'a', body: {} },
      { messageId: 'behind', groupId: 'a', body: {} },
      { messageId: 'done', groupId: 'b', body: {} },
    )
    const began = performance.now()
    const left = () => 3200 - (performance.now() - began)
    const process = ({ messageId }: { messageId: string }) =>
      messageId === 'hangs' ? new Promise<void>(() => {}) : Promise.resolve()
    const results = await withTimeLeft(left, () => inFifoOrder(Records, process))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(results[0]).toMatchObject({ reason: { name: 'OutOfTime' } })
    expect(performance.now() - began).toBeLessThan(5000)
  })

  it('says of a message that was held back which one is to blame', async () => {
    const { Records } = sqsEvent(
      { messageId: 'first', groupId: 'group', body: {} },
      { messageId: 'second', groupId: 'group', body: {} },
      { messageId: 'third', groupId: 'group', body: {} },
    )
    const [first, ...others] = await inFifoOrder(Records, () => Promise.reject(new Error('down')))
    expect(first).toMatchObject({ reason: { message: 'down' } })
    const heldBack = { name: 'HeldBack', message: 'held back: message first before it in the group failed' }
    expect(others).toMatchObject([{ reason: heldBack }, { reason: heldBack }])
  })

  it('takes the messages of a queue without groups for one group', async () => {
    const { attributes, ...record } = sqsRecord({ messageId: 'message', body: {} })
    const { MessageGroupId: _, ...ungrouped } = attributes
    const standard = { ...record, attributes: ungrouped }
    const results = await inFifoOrder([standard, { ...standard }], () => Promise.reject(new Error('down')))
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  })
})
