import { OutOfTime } from '@chronicle/core'
import { createFakeObjectListing, propertyRuns } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { Deps } from '../src/deps.ts'
import { jobId, names, PREFIX, withOldObjects } from './backfill.ts'

async function begun(count: number) {
  const creator = withOldObjects(names(count))
  await creator.post()
  return creator
}

/** What an invocation calls, until it is killed at its call of this number: before that is made, or after, and none follows. */
function killedAt({ objects, orders, jobs, listing }: Deps, call: number, isMade: boolean): Partial<Deps> {
  let calls = 0
  const dying =
    <Arguments extends unknown[], Answer>(made: (...given: Arguments) => Promise<Answer>) =>
    async (...given: Arguments): Promise<Answer> => {
      calls += 1
      if (calls === call && isMade) await made(...given)
      if (calls >= call) throw new Error('killed')
      return made(...given)
    }
  return {
    objects: { ...objects, head: dying(objects.head) },
    orders: { ...orders, place: dying(orders.place) },
    jobs: { ...jobs, get: dying(jobs.get), change: dying(jobs.change) },
    listing: { page: dying(listing.page) },
  }
}

describe('a backfill whose invocation is killed', () => {
  it('goes on after the last page that was noted, and counts each object once', async () => {
    const creator = await begun(2500)
    const { jobs, run, progress, ordered } = creator
    let writes = 0
    const change: typeof jobs.change = async (...write) => {
      writes += 1
      if (writes === 2) throw new Error('killed')
      return jobs.change(...write)
    }
    await expect(run({ jobs: { ...jobs, change } })).rejects.toThrow('killed')
    expect(progress()).toMatchObject({ after: `${PREFIX}00999`, listed: 1000, ordered: 1000 })
    await run()
    expect(creator.job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 2500, ordered: 2500 } })
    expect([...new Set(ordered())]).toEqual(names(2500))
  })

  it('loses no object and counts none twice, whatever kills it at whichever calls', async () => {
    const kills = fc.array(fc.record({ call: fc.integer({ min: 1, max: 60 }), isMade: fc.boolean() }), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 40 }), kills, async (count, deaths) => {
        const creator = await begun(count)
        const deps = { ...creator, listing: createFakeObjectListing(creator.stored, 7) }
        for (const { call, isMade } of deaths) await creator.run(killedAt(deps, call, isMade)).catch(() => 'killed')
        await creator.run(deps)
        expect(creator.job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: count, failed: 0 } })
        expect(creator.progress()?.ordered).toBe(count)
        expect([...new Set(creator.ordered())].sort()).toEqual(names(count))
        expect(creator.job()?.events.filter(({ status }) => status === 'COMPLETED')).toHaveLength(1)
      }),
      { numRuns: propertyRuns(200) },
    )
  })
})

describe('a backfill of two invocations', () => {
  it('is counted once: whoever finds that the other has noted the page leaves off', async () => {
    const { run, job, ordered, log } = await begun(2500)
    await Promise.all([run(), run(), run()])
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 2500, ordered: 2500 } })
    expect(job()?.events).toHaveLength(2)
    expect([...new Set(ordered())]).toEqual(names(2500))
    expect(ordered().length).toBeLessThan(2500 + 2 * 1000 + 1)
    const left = log.lines.filter(({ message }) => message.startsWith('backfill is in other hands'))
    expect(left).toHaveLength(2)
  })

  it('is that of the later one where it was ended and begun anew meanwhile', async () => {
    const { run, post, jobs, job, orders, ordered } = await begun(3)
    let isFirst = true
    const place: typeof orders.place = async (object) => {
      if (isFirst) {
        isFirst = false
        await jobs.change(jobId, {}, { set: { status: 'CANCELLED' } })
        await post()
      }
      await orders.place(object)
    }
    await run({ orders: { ...orders, place } })
    expect(job()).toMatchObject({ status: 'CREATING_TORRENT', attempt: 2, backfill: { after: '', listed: 0 } })
    await run()
    expect(job()).toMatchObject({ status: 'COMPLETED', attempt: 2, backfill: { listed: 3, ordered: 3 } })
    expect(ordered()).toHaveLength(6)
  })
})

describe('a backfill that is cancelled', () => {
  it('leaves off with the page that is under way, and stays CANCELLED', async () => {
    const { run, jobs, job, orders, ordered } = await begun(2500)
    const place: typeof orders.place = async (object) => {
      if (object.key.endsWith('01500')) await jobs.change(jobId, {}, { set: { status: 'CANCELLED' } })
      await orders.place(object)
    }
    await run({ orders: { ...orders, place } })
    expect(ordered().sort()).toEqual(names(2000))
    expect(job()).toMatchObject({ status: 'CANCELLED', backfill: { listed: 1000, ordered: 1000 } })
    expect(job()).not.toHaveProperty('lookAt')
  })
})

describe('a backfill whose invocation has no more time', () => {
  it('leaves off in the middle of a page, without a gap, and is due at once', async () => {
    const { run, orders, ordered, progress, job, clock } = await begun(1500)
    await run({}, () => 170_000 - 100 * orders.placed.length)
    expect(ordered().length).toBeGreaterThan(1399)
    expect(ordered().length).toBeLessThan(1500)
    expect(ordered()).toEqual(names(ordered().length))
    expect(progress()).toMatchObject({ after: `${PREFIX}${ordered().at(-1)}`, listed: ordered().length })
    expect(job()).toMatchObject({ status: 'CREATING_TORRENT', open: 'yes', lookAt: clock.now().toISOString() })
    await run()
    expect(ordered()).toEqual(names(1500))
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 1500, ordered: 1500 } })
  })

  it('comes on by an object at least', async () => {
    const { run, ordered, progress } = await begun(3)
    for (const _ of names(3)) await run({}, () => 30_000)
    expect(ordered()).toEqual(names(3))
    expect(progress()).toMatchObject({ listed: 3, ordered: 3 })
  })

  it('notes nothing of a page that time ran out on: whether it was ordered is unknown', async () => {
    const { run, objects, job, ordered } = await begun(30)
    const before = job()
    const head: typeof objects.head = async (id) => {
      if (id.key.endsWith('00020')) throw new OutOfTime()
      return objects.head(id)
    }
    await expect(run({ objects: { ...objects, head } })).rejects.toBeInstanceOf(OutOfTime)
    expect(job()).toEqual(before)
    await run()
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 30, ordered: 30, failed: 0 } })
    expect([...new Set(ordered())].sort()).toEqual(names(30))
  })

  it('is looked at three minutes after each page, as long as it goes on', async () => {
    const { run, jobs, clock } = await begun(2500)
    const looks: unknown[] = []
    const change: typeof jobs.change = async (id, when, what) => {
      clock.advance(10_000)
      looks.push(what.set?.lookAt)
      return jobs.change(id, when, what)
    }
    await run({ jobs: { ...jobs, change } })
    expect(looks).toEqual(['2026-03-04T05:09:07.000Z', '2026-03-04T05:09:17.000Z', undefined])
  })
})
