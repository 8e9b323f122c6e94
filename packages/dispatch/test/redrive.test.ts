import type { Job } from '@chronicle/core'
import { apiEvent, buildJob, lambdaContext } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createHandler } from '../src/handler.ts'
import { createDispatcher } from './dispatcher.ts'

const redrive = (request: ReturnType<typeof createDispatcher>['request'], body: object = {}) =>
  request({ method: 'POST', path: '/dead-letters/redrive', body: JSON.stringify(body) })

const deadLetter = (jobId: string, overrides: Partial<Job> = {}) =>
  buildJob({
    ...{ jobId, status: 'FAILED', errorCode: 'DEAD_LETTERED', error: 'came back five times' },
    ...{ deadLetteredAt: '2026-03-04T05:06:07.000Z', ...overrides },
  })
const hopeless = { url: undefined, requestBody: '{"url": "ftp://example.com"}' }

describe('POST /dead-letters/redrive', () => {
  it('begins the next attempt of every dead letter, and of nothing else', async () => {
    const others = [buildJob({ jobId: 'failed', status: 'FAILED' }), buildJob({ jobId: 'waits' })]
    const { request, job, queue } = createDispatcher({ rows: [deadLetter('a'), deadLetter('b'), ...others] })
    const answer = await redrive(request)
    expect(answer).toMatchObject({ statusCode: 200, body: { notRedriven: [] } })
    expect(answer.body.redriven).toEqual(
      expect.arrayContaining([
        { jobId: 'a', attempt: 2 },
        { jobId: 'b', attempt: 2 },
      ]),
    )
    expect(answer.body).not.toHaveProperty('nextCursor')
    expect(job('a')).toMatchObject({ status: 'PENDING', attempt: 2, attempts: [{ errorCode: 'DEAD_LETTERED' }] })
    expect(job('a')).not.toHaveProperty('deadLetteredAt')
    expect(job('failed')).toMatchObject({ status: 'FAILED', attempt: 1 })
    expect(queue.rings.map(({ jobId }) => jobId).sort()).toEqual(['a', 'b'])
    await expect(redrive(request)).resolves.toMatchObject({ body: { redriven: [], notRedriven: [] } })
  })

  it('says of what it cannot redrive why, and goes on with the others', async () => {
    const { request, job } = createDispatcher({ rows: [deadLetter('bad', hopeless), deadLetter('good')] })
    const { body } = await redrive(request)
    expect(body.redriven).toEqual([{ jobId: 'good', attempt: 2 }])
    expect(body.notRedriven).toMatchObject([{ jobId: 'bad', code: 'JOB_NOT_RETRYABLE' }])
    expect(body.notRedriven[0].reason).toContain('asks for no job')
    expect(job('bad')).toMatchObject({ status: 'FAILED', deadLetteredAt: expect.any(String) })
  })

  it('hides what it did not expect, and logs it', async () => {
    const { jobs } = createDispatcher({ rows: [deadLetter('a'), deadLetter('b')] })
    const change: typeof jobs.change = (jobId, when, what) =>
      jobId === 'a' ? Promise.reject(new Error('secret text')) : jobs.change(jobId, when, what)
    const { request, log } = createDispatcher({ jobs: { ...jobs, change } })
    const { body } = await redrive(request)
    expect(body).toMatchObject({ redriven: [{ jobId: 'b' }], notRedriven: [{ jobId: 'a', code: 'INTERNAL' }] })
    expect(JSON.stringify(body)).not.toContain('secret text')
    expect(log.lines).toContainEqual(expect.objectContaining({ level: 'error', message: 'dead letter not redriven' }))
  })

  it('leaves off when its time is over, says where to go on, and misses none', async () => {
    const createdAt = (index: number) => new Date(Date.UTC(2026, 2, 4, 0, 0, index)).toISOString()
    const rows = Array.from({ length: 120 }, (_, index) => deadLetter(`job-${index}`, { createdAt: createdAt(index) }))
    const dispatcher = createDispatcher({ rows })
    const handler = createHandler(dispatcher)
    const context = { ...lambdaContext(), getRemainingTimeInMillis: () => 10_000 }
    const redriven: string[] = []
    const pages: number[] = []
    let body: object = {}
    do {
      const event = apiEvent({ method: 'POST', path: '/dead-letters/redrive', body: JSON.stringify(body) })
      const answer = JSON.parse(((await handler(event, context)) as { body: string }).body)
      redriven.push(...answer.redriven.map(({ jobId }: Job) => jobId))
      pages.push(answer.redriven.length)
      body = { cursor: answer.nextCursor }
    } while ('cursor' in body && body.cursor !== undefined)
    expect(pages).toEqual([50, 50, 20])
    expect(new Set(redriven).size).toBe(120)
  })

  it('reads all pages in one call while there is time', async () => {
    const rows = Array.from({ length: 120 }, (_, index) => deadLetter(`job-${index}`))
    const { body } = await redrive(createDispatcher({ rows }).request)
    expect(body.redriven).toHaveLength(120)
    expect(body).not.toHaveProperty('nextCursor')
  })

  it('redrives the one that is named', async () => {
    const { request, job } = createDispatcher({ rows: [deadLetter('a'), deadLetter('b')] })
    const answer = await redrive(request, { jobId: 'a' })
    expect(answer.body).toEqual({ redriven: [{ jobId: 'a', attempt: 2 }], notRedriven: [] })
    expect(job('b')).toMatchObject({ status: 'FAILED' })
  })

  it.each([
    ['is no dead letter', buildJob({ jobId: 'a', status: 'FAILED' }), 409, 'NOT_A_DEAD_LETTER'],
    ['is not there', buildJob({ jobId: 'other' }), 404, 'JOB_NOT_FOUND'],
    ['asks for no job', deadLetter('a', hopeless), 409, 'JOB_NOT_RETRYABLE'],
  ])('refuses the one that %s', async (_, job, statusCode, code) => {
    const { request } = createDispatcher({ rows: [job] })
    await expect(redrive(request, { jobId: 'a' })).resolves.toMatchObject({ statusCode, body: { code } })
  })

  it.each([
    ['an id that is none', { jobId: 'a/b' }],
    ['an unknown field', { jobID: 'a' }],
    ['a list', []],
  ])('refuses %s, and redrives nothing', async (_, body) => {
    const { request, job } = createDispatcher({ rows: [deadLetter('a')] })
    await expect(redrive(request, body)).resolves.toMatchObject({ statusCode: 400 })
    expect(job('a')).toMatchObject({ attempt: 1 })
  })

  it('begins one attempt of each dead letter when called many times at once', async () => {
    const { request, job, queue } = createDispatcher({ rows: [deadLetter('a')] })
    await Promise.all(Array.from({ length: 20 }, () => redrive(request)))
    expect(job('a')).toMatchObject({ attempt: 2 })
    expect(queue.rings).toHaveLength(1)
  })
})
