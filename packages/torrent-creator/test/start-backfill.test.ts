import { backfillId, jobSchema } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { startBackfill } from '../src/backfill/start-backfill.ts'
import { jobId, names, PREFIX, withOldObjects } from './backfill.ts'
import { BUCKET } from './creator.ts'

const nothing = { after: '', listed: 0, ready: 0, ordered: 0, refused: 0, failed: 0 }

describe('POST /torrents for a prefix', () => {
  it('begins a backfill: its row is open, and somebody is told to go on', async () => {
    const { post, orders, job } = withOldObjects(names(1))
    await expect(post()).resolves.toMatchObject({
      statusCode: 202,
      headers: { location: `/jobs/${jobId}` },
      body: { bucket: BUCKET, prefix: PREFIX, jobId, backfill: 'started' },
    })
    expect(jobId).toMatch(/^b_[A-Za-z0-9_-]{38}$/)
    expect(jobSchema.parse(job())).toEqual({
      ...{ schemaVersion: 1, jobId, kind: 'backfill', requestHash: '', attempt: 1, launch: 1, sendSeq: 1 },
      ...{ status: 'CREATING_TORRENT', s3Bucket: BUCKET, prefix: PREFIX, backfill: nothing },
      ...{ createdAt: '2026-03-04T05:06:07.000Z', startedAt: '2026-03-04T05:06:07.000Z' },
      ...{ open: 'yes', lookAt: '2026-03-04T05:09:07.000Z' },
      events: [{ at: '2026-03-04T05:06:07.000Z', status: 'CREATING_TORRENT', attempt: 1 }],
    })
    expect([orders.goneOn, orders.placed]).toEqual([[jobId], []])
  })

  it('takes an empty prefix for the whole bucket', async () => {
    const { post, run, row, orders } = withOldObjects(names(2))
    const id = backfillId({ bucket: BUCKET, prefix: '' })
    await expect(post('')).resolves.toMatchObject({ statusCode: 202, body: { prefix: '', jobId: id } })
    await run({}, () => 300_000, id)
    expect(row(id)).toMatchObject({ status: 'COMPLETED', backfill: { listed: 2, ordered: 2 } })
    expect(orders.placed).toHaveLength(2)
  })

  it('leaves one alone that goes on', async () => {
    const { post, orders, job } = withOldObjects(names(1))
    await post()
    const before = job()
    await expect(post()).resolves.toMatchObject({ statusCode: 202, body: { jobId, backfill: 'running' } })
    expect(job()).toEqual(before)
    expect(orders.goneOn).toHaveLength(1)
  })

  it('begins it once when twenty ask at once', async () => {
    const { post, orders } = withOldObjects(names(1))
    const answers = await Promise.all(Array.from({ length: 20 }, () => post()))
    expect(answers.filter(({ body }) => body.backfill === 'started')).toHaveLength(1)
    expect(orders.goneOn).toHaveLength(1)
  })

  it.each(['COMPLETED', 'CANCELLED', 'FAILED'] as const)('begins anew where it has ended %s', async (status) => {
    const { post, run, jobs, job, orders, clock } = withOldObjects(names(3))
    await post()
    await run()
    const end = { status, endReason: 'x', errorCode: 'X', error: 'x', statusReason: 'x' }
    await jobs.change(jobId, {}, { set: end })
    clock.advance(60_000)
    await expect(post()).resolves.toMatchObject({ statusCode: 202, body: { backfill: 'started' } })
    const { events, ...row } = job() ?? {}
    expect(row).toEqual({
      ...{ schemaVersion: 1, jobId, kind: 'backfill', requestHash: '', attempt: 2, launch: 1, sendSeq: 1 },
      ...{ status: 'CREATING_TORRENT', s3Bucket: BUCKET, prefix: PREFIX, backfill: nothing },
      ...{ createdAt: '2026-03-04T05:06:07.000Z', startedAt: '2026-03-04T05:07:07.000Z' },
      ...{ open: 'yes', lookAt: '2026-03-04T05:10:07.000Z' },
    })
    expect(events?.at(-1)).toMatchObject({ status: 'CREATING_TORRENT', attempt: 2, reason: 'asked for again' })
    expect(orders.goneOn).toHaveLength(2)
    await run()
    expect(job()).toMatchObject({ status: 'COMPLETED', attempt: 2, backfill: { listed: 3 } })
  })

  it('begins it once more when twenty ask at once after its end', async () => {
    const { post, run, job, orders } = withOldObjects(names(1))
    await post()
    await run()
    const answers = await Promise.all(Array.from({ length: 20 }, () => post()))
    expect(answers.filter(({ body }) => body.backfill === 'started')).toHaveLength(1)
    expect(job()?.attempt).toBe(2)
    expect(orders.goneOn).toHaveLength(2)
  })

  it('accepts it though nobody can be told: its row is due for the sweep', async () => {
    const { job, log, ...deps } = withOldObjects(names(1))
    const orders = { ...deps.orders, goOn: () => Promise.reject(new Error('Lambda is down')) }
    const place = { bucket: BUCKET, prefix: PREFIX }
    await expect(startBackfill({ ...deps, log, orders }, place)).resolves.toMatchObject({ backfill: 'started' })
    expect(job()).toMatchObject({ status: 'CREATING_TORRENT', open: 'yes', lookAt: '2026-03-04T05:09:07.000Z' })
    expect(log.lines.at(-1)).toMatchObject({ level: 'error', fields: { jobId, error: { message: 'Lambda is down' } } })
  })

  it('refuses where the id is that of a job which somebody named so', async () => {
    const theirs = buildJob({ jobId, status: 'COMPLETED' })
    const { post, job, orders } = withOldObjects(names(1), [theirs])
    await expect(post()).resolves.toMatchObject({ statusCode: 409, body: { code: 'JOB_ID_TAKEN' } })
    expect(job()).toEqual(theirs)
    expect(orders.goneOn).toEqual([])
  })
})
