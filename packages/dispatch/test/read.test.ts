import type { Job } from '@chronicle/core'
import { openApiDocument } from '@chronicle/core/openapi'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createDispatcher } from './dispatcher.ts'

const rows = Array.from({ length: 5 }, (_, index) =>
  buildJob({
    jobId: `job-${index}`,
    status: index % 2 === 0 ? 'COMPLETED' : 'FAILED',
    createdAt: `2026-03-04T00:00:0${index}.000Z`,
  }),
)
const torrent = buildJob({ jobId: 't_1', kind: 'torrent', status: 'COMPLETED' })
const backfill = buildJob({ jobId: 'b_1', kind: 'backfill', status: 'COMPLETED', prefix: '' })
const withRows = () => createDispatcher({ rows: [...rows, torrent, backfill] })

/** The ids of a page, and the query that asks for the one after it. */
async function page(request: ReturnType<typeof createDispatcher>['request'], query: Record<string, string> | null) {
  const { statusCode, body } = await request({ path: '/jobs', query })
  expect(statusCode).toBe(200)
  return { ids: body.items.map(({ jobId }: Job) => jobId), nextCursor: body.nextCursor }
}

describe('GET /jobs', () => {
  it('lists recordings, newest first, and no rows of torrents or backfills', async () => {
    const { request } = withRows()
    await expect(page(request, null)).resolves.toEqual({ ids: ['job-4', 'job-3', 'job-2', 'job-1', 'job-0'] })
  })

  it('lists the jobs of one status', async () => {
    const { request } = withRows()
    await expect(page(request, { status: 'FAILED' })).resolves.toEqual({ ids: ['job-3', 'job-1'] })
    await expect(page(request, { status: 'CANCELLED' })).resolves.toEqual({ ids: [] })
  })

  it('leads from page to page until there is none', async () => {
    const { request } = withRows()
    const first = await page(request, { limit: '2' })
    const second = await page(request, { limit: '2', cursor: first.nextCursor })
    const third = await page(request, { limit: '2', cursor: second.nextCursor })
    expect([first.ids, second.ids, third.ids]).toEqual([['job-4', 'job-3'], ['job-2', 'job-1'], ['job-0']])
    expect(third.nextCursor).toBeUndefined()
  })

  it.each([
    ['limit', { limit: '0' }, 'INVALID_REQUEST'],
    ['limit', { limit: '101' }, 'INVALID_REQUEST'],
    ['limit', { limit: 'all' }, 'INVALID_REQUEST'],
    ['limit', { limit: '1.5' }, 'INVALID_REQUEST'],
    ['limit', { limit: '' }, 'INVALID_REQUEST'],
    ['status', { status: 'DONE' }, 'INVALID_REQUEST'],
    ['body', { colour: 'red' }, 'INVALID_REQUEST'],
  ])('names %s when the query is %j', async (field, query, code) => {
    const answer = await withRows().request({ path: '/jobs', query })
    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code, problems: [expect.stringMatching(new RegExp(`^${field}: `))] },
    })
  })

  it('refuses a cursor that it did not give out', async () => {
    const answer = await withRows().request({ path: '/jobs', query: { cursor: 'mine' } })
    expect(answer).toMatchObject({ statusCode: 400, body: { code: 'INVALID_CURSOR' } })
  })
})

describe('GET /jobs/{jobId}', () => {
  it('answers the job', async () => {
    const answer = await withRows().request({ path: '/jobs/job-1' })
    expect(answer).toMatchObject({ statusCode: 200, body: { jobId: 'job-1', status: 'FAILED' } })
    expect(answer.body).not.toHaveProperty('requestHash')
  })

  it.each(['/jobs/none', '/jobs/%2E%2E', '/jobs/__proto__'])('knows no job at %s', async (path) => {
    const answer = await withRows().request({ path })
    expect(answer).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'JOB_NOT_FOUND' },
    })
  })

  it('asks the table for no id that no job can have, such as one that is too long for it', async () => {
    const { request, jobs } = withRows()
    jobs.get = () => Promise.reject(new Error('ValidationException'))
    const answer = await request({ path: `/jobs/${'x'.repeat(3000)}` })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'JOB_NOT_FOUND' } })
    expect(answer.body.detail.length).toBeLessThan(200)
  })
})

describe('the routes', () => {
  const documented = Object.entries(openApiDocument().paths ?? {}).flatMap(([path, operations]) => [
    ...(['get', 'post', 'delete'] as const).flatMap((method) => {
      const isOurs = operations[method] && operations[method]['x-chronicle-function'] === undefined
      return isOurs ? [{ method: method.toUpperCase(), path }] : []
    }),
  ])

  it.each(documented)('include $method $path, as the OpenAPI document says', async ({ method, path }) => {
    const answer = await withRows().request({ method, path: path.replace('{jobId}', 'job-1') })
    expect(answer.body).not.toMatchObject({ code: 'ROUTE_NOT_FOUND' })
  })

  it.each([
    ['GET', '/'],
    ['PUT', '/jobs'],
    ['POST', '/jobs/job-1'],
    ['GET', '/jobs/job-1/secrets'],
    ['DELETE', '/jobs'],
    ['GET', '/jobs/job-1/retry'],
  ])('do not include %s %s', async (method, path) => {
    const answer = await withRows().request({ method, path })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'ROUTE_NOT_FOUND', requestId: 'request-1' } })
  })
})
