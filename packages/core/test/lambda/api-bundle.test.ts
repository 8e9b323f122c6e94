import { describe, expect, it } from '@jest/globals'
import type { APIGatewayProxyEvent } from 'aws-lambda'
import { JobNotFound } from '../../src/index.ts'
import { apiBundle, json } from '../../src/lambda/index.ts'
import { apiEvent, createFakeMetrics, createSilentLog, lambdaContext } from '../../testing/index.ts'

type Route = (event: APIGatewayProxyEvent) => ReturnType<typeof json>

/** A handler behind the bundle, called once. */
async function call(route: Route, event = apiEvent(), origin?: string) {
  const [log, metrics] = [createSilentLog(), createFakeMetrics()]
  const handler = apiBundle({ log, metrics, origin }).handler(async (request: APIGatewayProxyEvent) => route(request))
  const answer = await handler(event, lambdaContext())
  return { answer, body: JSON.parse(answer.body), lines: log.lines, metrics }
}

const failing = (error: unknown): Route => {
  return () => {
    throw error
  }
}

describe('apiBundle', () => {
  it('puts the request id on every answer, and leaves the rest of it alone', async () => {
    const { answer, body } = await call(() => json(202, { jobId: 'job-1' }, { location: '/jobs/job-1' }))
    expect(answer).toMatchObject({
      statusCode: 202,
      headers: { 'content-type': 'application/json', location: '/jobs/job-1', 'x-request-id': 'request-1' },
    })
    expect(body).toEqual({ jobId: 'job-1' })
  })

  it('lets the pages of one origin read every answer, refusals too, where one is named', async () => {
    const origin = 'https://app.example.com'
    const allowed = {
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'location,retry-after,x-request-id',
    }
    for (const route of [() => json(200, {}), failing(new JobNotFound('job-1'))]) {
      expect((await call(route, apiEvent(), origin)).answer.headers).toMatchObject(allowed)
      expect((await call(route)).answer.headers).not.toHaveProperty('access-control-allow-origin')
    }
  })

  it('turns an error of ours into problem details, which the log notes without alarm', async () => {
    const { answer, body, lines } = await call(failing(new JobNotFound('job-1')))
    expect(answer).toMatchObject({
      statusCode: 404,
      headers: { 'content-type': 'application/problem+json', 'x-request-id': 'request-1' },
    })
    expect(body).toMatchObject({ status: 404, code: 'JOB_NOT_FOUND', requestId: 'request-1' })
    expect(lines).toMatchObject([{ level: 'info', fields: { code: 'JOB_NOT_FOUND', requestId: 'request-1' } }])
  })

  it('hides an error that nobody expected, which the log has in full under the request id', async () => {
    const error = new Error('the password is sesame')
    const { answer, lines } = await call(failing(error))
    expect(answer).toMatchObject({ statusCode: 500, headers: { 'content-type': 'application/problem+json' } })
    expect(answer.body).not.toContain('sesame')
    expect(lines).toEqual([
      { level: 'error', message: 'request failed', fields: { requestId: 'request-1', code: 'INTERNAL', error } },
    ])
  })

  it('gives the handler header names in lower case, however they were sent', async () => {
    const event = apiEvent({ headers: { 'CONTENT-TYPE': 'application/json', 'Idempotency-Key': 'Key' } })
    const { body } = await call(({ headers }) => json(200, headers), event)
    expect(body).toEqual({ 'content-type': 'application/json', 'idempotency-key': 'Key' })
  })

  it('ends the metrics of an invocation once, however it ends', async () => {
    expect((await call(() => json(200, {}))).metrics.invocations()).toBe(1)
    expect((await call(failing(new JobNotFound('job-1')))).metrics.invocations()).toBe(1)
    expect((await call(failing(new Error('down')))).metrics.invocations()).toBe(1)
  })
})
