import { describe, expect, it } from '@jest/globals'
import { jobId, names, PREFIX, withOldObjects } from './backfill.ts'

const MINUTE_MS = 60_000

/** A backfill that was begun, and the invocation that goes on with it while these keys cannot be looked at. */
async function withTrouble(count: number, fails: (name: string) => boolean) {
  const creator = withOldObjects(names(count))
  await creator.post()
  const head: typeof creator.objects.head = async (id, versionId) => {
    if (fails(id.key.slice(PREFIX.length))) throw new Error(`S3 does not answer for ${id.key}`)
    return creator.objects.head(id, versionId)
  }
  return { ...creator, troubled: () => creator.run({ objects: { ...creator.objects, head } }) }
}

describe('a backfill in which something fails', () => {
  it('is not held up by single objects: they are counted, and logged by their keys', async () => {
    const { troubled, job, ordered, log } = await withTrouble(2500, (name) => name.endsWith('500'))
    await troubled()
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 2500, ordered: 2498, failed: 2 } })
    expect(ordered()).toHaveLength(2498)
    const logged = log.lines.filter(({ message }) => message === 'torrent not ordered')
    expect(logged.map(({ fields }) => fields)).toMatchObject(
      ['00500', '01500'].map((name) => ({ key: `${PREFIX}${name}` })),
    )
  })

  it('is tried again where nothing of a page could be ordered, as that is not the objects’ fault; its row says why', async () => {
    const { troubled, run, job } = await withTrouble(1500, (name) => name >= '01000')
    await expect(troubled()).rejects.toThrow('nothing of this page could be ordered: Error: S3 does not answer')
    expect(job()).toMatchObject({
      ...{ status: 'CREATING_TORRENT', open: 'yes', lookAt: '2026-03-04T05:09:07.000Z' },
      backfill: { after: `${PREFIX}00999`, listed: 1000, ordered: 1000, failed: 0 },
      statusReason: expect.stringMatching(
        /^It is tried again; below "films\/", after "films\/00999": .*S3 does not answer/,
      ),
    })
    await run()
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 1500, ordered: 1500, failed: 0 } })
    expect(job()).not.toHaveProperty('statusReason')
  })

  it('goes past what has failed for an hour, and past what fails after that, and counts it', async () => {
    const { troubled, job, clock, ordered } = await withTrouble(3500, (name) => name < '02000')
    await expect(troubled()).rejects.toThrow('nothing of this page')
    clock.advance(60 * MINUTE_MS)
    await expect(troubled()).rejects.toThrow('nothing of this page')
    clock.advance(1)
    await troubled()
    expect(job()).toMatchObject({ status: 'COMPLETED', backfill: { listed: 3500, ordered: 1500, failed: 2000 } })
    expect(ordered()).toEqual(names(3500).slice(2000))
  })

  it('is tried again where its objects cannot be listed, and FAILED after an hour of that', async () => {
    const { run, job, clock, post } = await withTrouble(3, () => false)
    const page = () => Promise.reject(new Error('Access Denied'))
    const listing = { listing: { page } }
    await expect(run(listing)).rejects.toThrow('Access Denied')
    expect(job()).toMatchObject({ status: 'CREATING_TORRENT', statusReason: expect.stringContaining('Access Denied') })
    clock.advance(61 * MINUTE_MS)
    await expect(run(listing)).rejects.toThrow('Access Denied')
    expect(job()).toMatchObject({
      ...{ status: 'FAILED', errorCode: 'BACKFILL_HELD_UP', finishedAt: '2026-03-04T06:07:07.000Z' },
      ttl: Date.UTC(2026, 3, 3, 6, 7, 7) / 1000,
      error:
        'it has come no further for an hour, below "films/", after "": Error: Access Denied; POST /torrents with its prefix begins it anew',
    })
    for (const attribute of ['open', 'lookAt', 'statusReason']) expect(job()).not.toHaveProperty(attribute)
    await expect(post()).resolves.toMatchObject({ body: { backfill: 'started' } })
    await expect(run(listing)).rejects.toThrow('Access Denied')
    expect(job()).toMatchObject({ status: 'CREATING_TORRENT', attempt: 2 })
  })

  it('stays what it is by now where it was cancelled as it was held up', async () => {
    const { run, job, jobs } = await withTrouble(3, () => false)
    const page = async () => {
      await jobs.change(jobId, {}, { set: { status: 'CANCELLED' } })
      throw new Error('Access Denied')
    }
    await expect(run({ listing: { page } })).rejects.toThrow('Access Denied')
    expect(job()).toMatchObject({ status: 'CANCELLED' })
    expect(job()).not.toHaveProperty('statusReason')
  })
})
