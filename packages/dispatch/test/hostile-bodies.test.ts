import {
  buildJob,
  type ContentType,
  type HostileBody,
  hostileBodies,
  hostileRedrives,
  oddBodies,
  propertyRuns,
  refusedContentTypes,
  takenContentTypes,
} from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { createDispatcher, url } from './dispatcher.ts'

type Body = { readonly body: string | null; readonly isBase64Encoded?: boolean }

const json: ContentType = { name: 'as everyone writes it', headers: { 'Content-Type': 'application/json' } }
const good = JSON.stringify({ url })

/** The ways in which API Gateway may hand over the same bytes. */
function handedOver({ body }: Pick<HostileBody, 'body'>): readonly Body[] {
  if (body === '') return [{ body }, { body: null }]
  const inBase64 = { body: Buffer.from(body).toString('base64'), isBase64Encoded: true }
  return typeof body === 'string' ? [{ body }, inBase64] : [inBase64]
}

/** Every one is different, and there are at least sixty. */
function expectMany(bodies: readonly HostileBody[]) {
  const names = new Set(bodies.map(({ name }) => name))
  expect(names.size).toBe(bodies.length)
  expect(names.size).toBeGreaterThanOrEqual(60)
}

/** The answer to a body that is refused, and says why. */
const refusal = ({ status, code, says }: HostileBody) => ({
  statusCode: status,
  headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
  body: { status, code, detail: expect.stringContaining(says) },
})

/** Posts a body as it comes over the line; says what was answered, and how many jobs and rings there are after it. */
async function post({ headers, multiValueHeaders }: ContentType, body: Body) {
  const { request, jobs, queue } = createDispatcher()
  const answer = await request({ method: 'POST', path: '/jobs', headers, multiValueHeaders, ...body })
  return { answer, written: [jobs.rows.size, queue.rings.length], jobs: [...jobs.rows.values()] }
}

describe('a body of POST /jobs', () => {
  it('has at least sixty ways to be wrong, each with a name of its own', () => {
    expectMany(hostileBodies)
  })

  it.each(hostileBodies)(
    'is refused as $name, with a problem that says why, and nothing is written',
    async (hostile) => {
      for (const body of handedOver(hostile)) {
        const { answer, written } = await post(json, body)
        expect(answer).toMatchObject(refusal(hostile))
        expect(written).toEqual([0, 0])
      }
    },
  )

  it.each(oddBodies)('is taken with $name', async (odd) => {
    for (const body of handedOver(odd)) {
      const { answer, written } = await post(json, body)
      expect(answer).toMatchObject({ statusCode: 202, body: { url } })
      expect(written).toEqual([1, 1])
    }
  })

  it('is refused where it is said to be in base64 and is not', async () => {
    const { answer } = await post(json, { body: good, isBase64Encoded: true })
    expect(answer).toMatchObject({ statusCode: 400, body: { code: 'INVALID_BODY' } })
  })

  it('is a job or a refusal, and never a fault of ours, whatever it is', async () => {
    const field = fc.oneof(fc.constant(url), fc.string({ unit: 'binary' }), fc.jsonValue())
    const almost = fc.dictionary(fc.constantFrom('url', 'jobId', 'filename', 'maxDurationSeconds', 'x'), field)
    const bodies = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.json(),
      almost.map((fields) => JSON.stringify(fields)),
    )
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const { answer, written, jobs } = await post(json, { body })
        const isTaken = answer.statusCode === 202
        expect(isTaken || (answer.statusCode >= 400 && answer.statusCode < 500)).toBe(true)
        expect(written).toEqual(isTaken ? [1, 1] : [0, 0])
        if (isTaken) expect(jobs[0]).toMatchObject(JSON.parse(body))
      }),
      { numRuns: propertyRuns(1000) },
    )
  })
})

describe('a body of POST /dead-letters/redrive', () => {
  const deadLetteredAt = '2026-03-04T05:06:07.000Z'
  const deadLetter = buildJob({ jobId: 'a', status: 'FAILED', errorCode: 'DEAD_LETTERED', deadLetteredAt })
  const post = (dispatcher: ReturnType<typeof createDispatcher>, { headers }: ContentType, body: Body) =>
    dispatcher.request({ method: 'POST', path: '/dead-letters/redrive', headers, ...body })

  it('has at least sixty ways to be wrong, each with a name of its own', () => {
    expectMany(hostileRedrives)
  })

  it.each(hostileRedrives)(
    'is refused as $name, with a problem that says why, and nothing is redriven',
    async (hostile) => {
      for (const body of handedOver(hostile)) {
        const dispatcher = createDispatcher({ rows: [deadLetter] })
        await expect(post(dispatcher, json, body)).resolves.toMatchObject(refusal(hostile))
        expect([dispatcher.job('a'), dispatcher.queue.rings]).toEqual([deadLetter, []])
      }
    },
  )

  it.each(refusedContentTypes)('is refused when its content type is sent $name', async (contentType) => {
    const dispatcher = createDispatcher({ rows: [deadLetter] })
    const { headers, multiValueHeaders } = contentType
    const request = { method: 'POST', path: '/dead-letters/redrive', headers, multiValueHeaders, body: '{}' }
    await expect(dispatcher.request(request)).resolves.toMatchObject({ statusCode: 415 })
    expect(dispatcher.job('a')).toEqual(deadLetter)
  })

  it('is right where it says nothing: all are redriven', async () => {
    const dispatcher = createDispatcher({ rows: [deadLetter] })
    await expect(post(dispatcher, json, { body: '{}' })).resolves.toMatchObject({ statusCode: 200 })
    expect(dispatcher.job('a')).toMatchObject({ status: 'PENDING', attempt: 2 })
  })
})

describe('the content type of POST /jobs', () => {
  it.each(takenContentTypes)('is taken $name', async (contentType) => {
    const { answer } = await post(contentType, { body: good })
    expect(answer).toMatchObject({ statusCode: 202, body: { url } })
  })

  it.each(refusedContentTypes)('is refused $name', async (contentType) => {
    const { answer, written } = await post(contentType, { body: good })
    expect(answer).toMatchObject({
      statusCode: 415,
      body: { code: 'UNSUPPORTED_MEDIA_TYPE', detail: expect.stringContaining('Content-Type: application/json') },
    })
    expect(written).toEqual([0, 0])
  })
})
