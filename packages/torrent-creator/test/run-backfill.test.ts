import { MAX_TORRENT_SOURCE_KEY_BYTES, torrentId } from '@chronicle/core'
import { buildJob, propertyRuns } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { anyKey } from './any-key.ts'
import { jobId, names, PREFIX, withOldObjects } from './backfill.ts'
import { BUCKET } from './creator.ts'

/** A backfill that was begun. */
async function begun(below: readonly string[]) {
  const creator = withOldObjects(below)
  await creator.post()
  return creator
}

describe('a backfill', () => {
  it('orders the torrent of every object below its prefix, over pages, and then is COMPLETED', async () => {
    const { put, run, ordered, job } = await begun(names(2500))
    put('films', 'beside it')
    put('films-too/a', 'beside it')
    await run()
    expect(ordered()).toEqual(names(2500))
    expect(job()).toMatchObject({
      status: 'COMPLETED',
      backfill: { after: `${PREFIX}02499`, listed: 2500, ready: 0, ordered: 2500, refused: 0, failed: 0 },
      finishedAt: '2026-03-04T05:06:07.000Z',
      ttl: Date.UTC(2026, 3, 3, 5, 6, 7) / 1000,
      events: [{ status: 'CREATING_TORRENT' }, { status: 'COMPLETED', attempt: 1 }],
    })
    for (const attribute of ['open', 'lookAt', 'statusReason']) expect(job()).not.toHaveProperty(attribute)
  })

  it('is COMPLETED at once where there is nothing', async () => {
    const { run, job } = await begun([])
    await run()
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { after: '', listed: 0 } })
  })

  it('counts apart what has its torrent and what can have none, and passes over what gets none by its name', async () => {
    const { put, stored, send, run, progress, row, orders } = await begun(['plain', 'ready', 'folder/'])
    put(`${PREFIX}empty`, '')
    stored.put({ bucket: BUCKET, key: `${PREFIX}theirs.TORRENT` }, Buffer.from('x'))
    await send({ bucket: BUCKET, key: `${PREFIX}ready` })
    await run()
    expect(progress()).toMatchObject({ listed: 4, ready: 1, ordered: 1, refused: 2, failed: 0 })
    expect(orders.placed.map(({ key }) => key)).toEqual([`${PREFIX}empty`, `${PREFIX}folder/`, `${PREFIX}plain`])
    await send(...orders.placed)
    const codes = [...new Set([...orders.placed].map((object) => row(torrentId(object))?.errorCode))]
    expect(codes).toEqual(['EMPTY_OBJECT', 'FOLDER_MARKER', undefined])
  })

  it('orders nothing twice when it is asked for again: what has its torrent by then is ready', async () => {
    const { post, run, send, orders, progress } = await begun(names(3))
    await run()
    await send(...orders.placed)
    await post()
    await run()
    expect(orders.placed).toHaveLength(3)
    expect(progress()).toMatchObject({ listed: 3, ready: 3, ordered: 0 })
  })

  it('passes over an object that is deleted between the page and its turn', async () => {
    const { objects, stored, run, progress, ordered } = await begun(names(3))
    const head: typeof objects.head = async (id, versionId) => {
      if (id.key === `${PREFIX}00001`) stored.mark(id)
      return objects.head(id, versionId)
    }
    await run({ objects: { ...objects, head } })
    expect(ordered()).toEqual(['00000', '00002'])
    expect(progress()).toMatchObject({ listed: 3, ordered: 2, failed: 0 })
  })

  it('finds any key that an object may have', async () => {
    const hasRoom = (key: string) => Buffer.byteLength(PREFIX + key) <= MAX_TORRENT_SOURCE_KEY_BYTES
    const below = fc.uniqueArray(anyKey.filter(hasRoom), { maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(below, async (keys) => {
        const { run, ordered, progress } = await begun(keys)
        await run()
        expect(new Set(ordered())).toEqual(new Set(keys))
        expect(progress()).toMatchObject({ listed: keys.length, ordered: keys.length })
      }),
      { numRuns: propertyRuns(100) },
    )
  })

  it('has many objects under way at once, and no more than twenty', async () => {
    const { orders, run } = await begun(names(200))
    let under = 0
    const most: number[] = []
    const place: typeof orders.place = async (object) => {
      under += 1
      most.push(under)
      await new Promise(setImmediate)
      under -= 1
      await orders.place(object)
    }
    await run({ orders: { ...orders, place } })
    expect(Math.max(...most)).toBe(20)
  })

  it.each([
    ['of no row', 'no-such-job'],
    ['of a job that is no backfill', 'job-1'],
  ])('does nothing for an id %s', async (_, id) => {
    const theirs = buildJob({ status: 'CREATING_TORRENT', s3Bucket: BUCKET })
    const { run, jobs, orders } = withOldObjects(names(1), [theirs])
    await run({}, () => 300_000, id)
    expect([...jobs.rows.values()]).toEqual([theirs])
    expect(orders.placed).toEqual([])
  })

  it('does nothing when it has ended', async () => {
    const { run, job, ordered } = await begun(names(3))
    await run()
    const before = job()
    await run()
    expect(job()).toEqual(before)
    expect(ordered()).toHaveLength(3)
  })

  it.each([[''], ['a job!'], ['x'.repeat(65)]])('refuses an event with the id "%s"', async (id) => {
    await expect(withOldObjects([]).run({}, () => 300_000, id)).rejects.toThrow('must be 1 to 64 letters')
  })

  it('goes on with what is after its checkpoint alone', async () => {
    const { jobs, run, ordered, progress } = await begun(names(5))
    const backfill = { after: `${PREFIX}00002`, listed: 3, ready: 1, ordered: 1, refused: 1, failed: 0 }
    await jobs.change(jobId, {}, { set: { backfill } })
    await run()
    expect(ordered()).toEqual(['00003', '00004'])
    expect(progress()).toMatchObject({ listed: 5, ready: 1, ordered: 3, refused: 1 })
  })
})
