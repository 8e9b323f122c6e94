import { JOB_ID_METADATA } from '@chronicle/core'
import {
  buildJob,
  hostileJobIds,
  hostileOrders,
  hostileTorrentQueries,
  oddKeys,
  refusedContentTypes,
  takenContentTypes,
} from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator } from './creator.ts'

const key = 'recordings/2026/03/04/job-1/clip.mkv'
const json = { 'Content-Type': 'application/json' }

/** A recording with its torrent and an object with none; what is asked of it, and whether anything is other than it was. */
async function withObjects() {
  const rows = [buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key: key, size: 7 })]
  const creator = createCreator({ onlyBucket: BUCKET, rows })
  await creator.send(creator.put(key, 'content', { [JOB_ID_METADATA]: 'job-1' }))
  creator.put('a.bin', 'content')
  const all = () => ({
    versions: creator.stored.versions(BUCKET, ''),
    rows: [...creator.jobs.rows.values()],
    orders: [...creator.orders.placed],
  })
  const before = structuredClone(all())
  return { ...creator, expectNothingWritten: () => expect(all()).toEqual(before) }
}

const problem = (status: number, says: string) => ({
  statusCode: status,
  headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
  body: { status, code: expect.stringMatching(/^[A-Z_]+$/), detail: expect.stringContaining(says) },
})

describe('GET /torrents', () => {
  it.each(hostileTorrentQueries)('refuses %s, and writes nothing', async (_, query, says) => {
    const { request, expectNothingWritten } = await withObjects()
    const answer = await request({ path: '/torrents', query })
    expect(answer).toMatchObject(problem(400, says))
    expect(answer.body.code).toBe('INVALID_REQUEST')
    expectNothingWritten()
  })

  it.each(oddKeys)('answers 404 for %j, which no object has', async (odd) => {
    const { request, expectNothingWritten } = await withObjects()
    const answer = await request({ path: '/torrents', query: { key: odd } })
    expect(answer).toMatchObject(problem(404, ''))
    expect(answer.body.code).toBe('OBJECT_NOT_FOUND')
    expectNothingWritten()
  })
})

describe('POST /torrents', () => {
  const post = { method: 'POST', path: '/torrents' }

  it('has at least sixty ways to be wrong, each with a name of its own', () => {
    expect(new Set(hostileOrders.map(({ name }) => name)).size).toBe(hostileOrders.length)
    expect(hostileOrders.length).toBeGreaterThanOrEqual(60)
  })

  it.each(hostileOrders)(
    'refuses $name, says why, and writes and orders nothing',
    async ({ body, status, code, says }) => {
      const { request, expectNothingWritten } = await withObjects()
      const encoded = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
      for (const handedOver of typeof body === 'string' ? [{ body }, encoded] : [encoded]) {
        const answer = await request({ ...post, headers: json, ...handedOver })
        expect(answer).toMatchObject(problem(status, says))
        expect(answer.body.code).toBe(code)
      }
      expectNothingWritten()
    },
  )

  it.each(oddKeys)('answers 404 for %j, which no object has, and orders nothing', async (odd) => {
    const { request, expectNothingWritten } = await withObjects()
    const answer = await request({ ...post, headers: json, body: JSON.stringify({ key: odd }) })
    expect(answer).toMatchObject(problem(404, ''))
    expectNothingWritten()
  })

  it.each(refusedContentTypes)('refuses a content type that is sent $name', async ({ headers, multiValueHeaders }) => {
    const { request, expectNothingWritten } = await withObjects()
    const answer = await request({ ...post, headers, multiValueHeaders, body: '{"key":"a.bin"}' })
    expect(answer).toMatchObject(problem(415, 'application/json'))
    expectNothingWritten()
  })

  it.each(takenContentTypes)('takes a content type that is sent $name', async ({ headers, multiValueHeaders }) => {
    const { request, orders } = await withObjects()
    const answer = await request({ ...post, headers, multiValueHeaders, body: '{"key":"a.bin"}' })
    expect(answer).toMatchObject({ statusCode: 202, body: { torrent: 'ordered' } })
    expect(orders.placed).toEqual([{ bucket: BUCKET, key: 'a.bin' }])
  })
})

describe('GET /jobs/{jobId}/torrent', () => {
  it.each(hostileJobIds)('answers 404 for job %j, which there is not', async (jobId) => {
    const { request, expectNothingWritten } = await withObjects()
    const answer = await request({ path: `/jobs/${encodeURIComponent(jobId)}/torrent` })
    expect(answer).toMatchObject(problem(404, ''))
    expect(answer.body.code).toBe('JOB_NOT_FOUND')
    expectNothingWritten()
  })

  it.each(['0', '-1', '1.5', 'last', '1e400', 'NaN', '', ' ', '[]', '1;2', '\u0661'])(
    'refuses attempt %j',
    async (attempt) => {
      const { request, expectNothingWritten } = await withObjects()
      const answer = await request({ path: '/jobs/job-1/torrent', query: { attempt } })
      expect(answer).toMatchObject(problem(400, 'attempt'))
      expectNothingWritten()
    },
  )

  it('refuses another parameter', async () => {
    const { request } = await withObjects()
    const answer = await request({ path: '/jobs/job-1/torrent', query: { key: 'a.bin' } })
    expect(answer).toMatchObject(problem(400, 'key'))
  })
})
