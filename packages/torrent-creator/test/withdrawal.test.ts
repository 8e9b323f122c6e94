import type { Attempt, Job } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator } from './creator.ts'

const ofTorrent = ['torrentFile', 'infoHash', 'magnet', 'pieceLength', 'torrentError'] as const
const first = 'recordings/2026/03/04/job-1/clip.mkv'
const second = 'recordings/2026/03/04/job-1/clip.a2.mkv'
const chosen = 'recordings/shows/monday.mkv'

/** A job, the objects that it recorded with their torrents noted in its row, and what deletes them. */
async function withJob(row: Partial<Job>, ...keys: readonly string[]) {
  const job = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, ...row })
  const creator = createCreator({ rows: [job] })
  for (const key of keys) await creator.send(creator.put(key, key, { 'chronicle-job-id': 'job-1' }))
  const remove = (key: string) => ({
    key,
    bucket: BUCKET,
    versionId: creator.stored.mark({ bucket: BUCKET, key }).versionId,
    event: 'ObjectRemoved:DeleteMarkerCreated',
  })
  return {
    ...creator,
    job: () => creator.jobs.rows.get('job-1') as Job,
    earlier: () => creator.jobs.rows.get('job-1')?.attempts ?? [],
    remove: (...gone: readonly string[]) => creator.send(...gone.map(remove)),
  }
}

const recorded = (attempt: number, s3Key: string): Attempt => ({ attempt, status: 'COMPLETED', s3Key, size: 7 })

function expectWithdrawn(row: Job | Attempt | undefined) {
  expect(row).toMatchObject({ status: 'COMPLETED', torrentWithdrawnAt: '2026-03-04T05:06:07.000Z' })
  for (const attribute of ofTorrent) expect(row).not.toHaveProperty(attribute)
}

describe('the row of a job whose recording is deleted', () => {
  it.each([first, chosen])('says that the torrent was withdrawn, where the recording was "%s"', async (s3Key) => {
    const { job, remove, jobs } = await withJob({ s3Key }, s3Key)
    expect(job()).toHaveProperty('infoHash')
    await remove(s3Key)
    expectWithdrawn(job())
    expect(job().events.at(-1)).toMatchObject({ status: 'COMPLETED', reason: expect.stringContaining('deleted') })
    expect([...jobs.rows.keys()]).toEqual(['job-1'])
  })

  it('says so once, however often the event comes', async () => {
    const { job, remove, send } = await withJob({ s3Key: chosen }, chosen)
    await remove(chosen)
    const noted = job()
    await send({ bucket: BUCKET, key: chosen, event: 'ObjectRemoved:Delete' })
    expect(job()).toEqual(noted)
  })

  it('says so although the event had to be repeated, as the torrent could not be taken away at first', async () => {
    let isDown = true
    const creator = createCreator({
      rows: [buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key: chosen })],
      disturb: (store) => ({
        ...store,
        remove: async (...args) => {
          if (isDown) throw new Error('S3 is down')
          return store.remove(...args)
        },
      }),
    })
    await creator.send(creator.put(chosen, 'content', { 'chronicle-job-id': 'job-1' }))
    creator.stored.mark({ bucket: BUCKET, key: chosen })
    const event = { bucket: BUCKET, key: chosen, event: 'ObjectRemoved:DeleteMarkerCreated' }
    await expect(creator.send(event)).rejects.toThrow()
    isDown = false
    await creator.send(event)
    expectWithdrawn(creator.jobs.rows.get('job-1'))
    expect(creator.stored.keys()).toEqual([])
  })

  describe.each([first, chosen, 'recordings/2026/11/25/show/monday.mkv'])('at "%s"', (key) => {
    const object = { bucket: BUCKET, key }
    const torrent = { bucket: BUCKET, key: `${key}.torrent` }
    const event = { ...object, event: 'ObjectRemoved:Delete' }

    it('says so where the torrent had been deleted before', async () => {
      const { job, remove, stored, jobs } = await withJob({ s3Key: key }, key)
      stored.mark(torrent)
      await remove(key)
      expectWithdrawn(job())
      expect([...jobs.rows.keys()]).toEqual(['job-1'])
    })

    it('says so where the torrent had been deleted for good', async () => {
      const { job, remove, stored } = await withJob({ s3Key: key }, key)
      stored.delete(torrent)
      await remove(key)
      expectWithdrawn(job())
    })

    it('says so where the torrent had been deleted before, and the recording was for good', async () => {
      const { job, send, stored } = await withJob({ s3Key: key }, key)
      stored.mark(torrent)
      stored.delete(object)
      await send(event)
      expectWithdrawn(job())
    })
  })

  it('goes on naming the torrent where nothing is left that says whose recording it was', async () => {
    const { job, send, stored } = await withJob({ s3Key: chosen }, chosen)
    const before = job()
    stored.delete({ bucket: BUCKET, key: `${chosen}.torrent` })
    stored.delete({ bucket: BUCKET, key: chosen })
    await send({ bucket: BUCKET, key: chosen, event: 'ObjectRemoved:Delete' })
    expect(job()).toEqual(before)
  })

  it('is left alone where another object is deleted, whose key the key of its recording begins with', async () => {
    const { job, send } = await withJob({ s3Key: chosen }, chosen)
    const before = job()
    await send({ bucket: BUCKET, key: 'recordings/shows/monday', event: 'ObjectRemoved:Delete' })
    expect(job()).toEqual(before)
  })

  it('has its torrent again where the recording is put back', async () => {
    const { job, remove, put, send } = await withJob({ s3Key: chosen }, chosen)
    await remove(chosen)
    await send(put(chosen, 'content', { 'chronicle-job-id': 'job-1' }))
    expect(job()).toMatchObject({ infoHash: expect.any(String) })
    expect(job()).not.toHaveProperty('torrentWithdrawnAt')
  })

  it('is left alone where a copy of the recording is deleted', async () => {
    const { job, remove, put, send } = await withJob({ s3Key: chosen }, chosen)
    await send(put('copies/monday.mkv', 'content', { 'chronicle-job-id': 'job-1' }))
    const before = job()
    await remove('copies/monday.mkv')
    expect(job()).toEqual(before)
  })
})

describe('the row of a job whose earlier attempt loses its recording', () => {
  it.each(['PENDING', 'RECORDING', 'COMPLETED', 'FAILED'] as const)(
    'says so with that attempt and no other, while the job is %s',
    async (status) => {
      const attempts = [recorded(1, first), recorded(2, chosen)]
      const row = { status, attempt: 3, attempts, ...(status === 'COMPLETED' && { s3Key: second }) }
      const { job, earlier, remove } = await withJob(row, first, chosen, second)
      const before = job()
      await remove(chosen)
      expect(earlier()[0]).toEqual(before.attempts?.[0])
      expectWithdrawn(earlier()[1])
      expect(job()).toMatchObject({ status, attempt: 3 })
      expect(job().infoHash).toBe(before.infoHash)
      expect(job()).not.toHaveProperty('torrentWithdrawnAt')
    },
  )

  it('says so with the attempt and in the row, where the row shows what that attempt recorded', async () => {
    const { job, earlier, remove, jobs } = await withJob({ s3Key: first, attempt: 2 }, first)
    const { torrentFile, infoHash, magnet, pieceLength } = job()
    const attempts = [{ ...recorded(1, first), torrentFile, infoHash, magnet, pieceLength } as Attempt]
    jobs.rows.set('job-1', { ...job(), attempts })
    await remove(first)
    expectWithdrawn(job())
    expectWithdrawn(earlier()[0])
  })

  it('says so with both where two lose theirs at once', async () => {
    const attempts = [recorded(1, first), recorded(2, chosen)]
    const { earlier, remove } = await withJob({ status: 'RECORDING', attempt: 3, attempts }, first, chosen)
    await remove(first, chosen)
    earlier().forEach(expectWithdrawn)
    expect(earlier()).toHaveLength(2)
  })

  it('has its torrent again where the recording is put back', async () => {
    const attempts = [recorded(1, first)]
    const { earlier, remove, put, send } = await withJob({ status: 'RECORDING', attempt: 2, attempts }, first)
    await remove(first)
    await send(put(first, 'content', { 'chronicle-job-id': 'job-1' }))
    expect(earlier()[0]).toMatchObject({ infoHash: expect.any(String) })
    expect(earlier()[0]).not.toHaveProperty('torrentWithdrawnAt')
  })
})
