import { afterAll, describe, expect, it } from '@jest/globals'
import { stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())

async function call(path: string, init?: RequestInit) {
  const answer = await fetch(`${stack.apiUrl}${path}`, init)
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: (await answer.json()) as { readonly detail?: string },
  }
}
const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  call('/jobs', { method: 'POST', headers, body })
const postUrl = (url: unknown, more: object = {}) => post(JSON.stringify({ url, ...more }))

async function expectNothingWritten() {
  expect((await stack.api.jobs({})).items).toEqual([])
}

describe('a request that cannot be right is refused, and nothing is written', () => {
  it.each([
    ['a URL that does not parse', () => postUrl('not-a-url'), 'url: is not a URL'],
    ['a URL with white space', () => postUrl('https://example.com/a b'), 'url: contains white space'],
    ['a scheme that is not recorded', () => postUrl('rtmp://example.com/live'), 'only http and https'],
    ['a local file', () => postUrl('file:///etc/passwd'), 'only http and https'],
    ['credentials in the URL', () => postUrl('https://user:secret@example.com/'), 'carries credentials'],
    ['a URL of over 2,048 bytes', () => postUrl(`https://example.com/${'x'.repeat(2048)}`), 'longer than 2048 bytes'],
    ['a URL that is no text', () => postUrl(7), 'url: '],
    ['no URL', () => post('{}'), 'url: '],
    ['an unknown field', () => postUrl('https://example.com/', { ulr: 'x' }), 'ulr'],
    ['an id with a slash', () => postUrl('https://example.com/', { jobId: 'a/b' }), 'jobId: must be'],
    ['a body that is no object', () => post('[]'), 'body: '],
    ['a body that is not JSON', () => post('{"url": '), 'not valid JSON'],
  ])('%s', async (_, request, detail) => {
    const answer = await request()
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json' })
    expect(answer.body).toMatchObject({
      status: 400,
      code: expect.stringMatching(/^INVALID_/),
      requestId: expect.any(String),
    })
    expect(answer.body.detail).toContain(detail)
    expect(JSON.stringify(answer.body)).not.toContain('secret')
    await expectNothingWritten()
  })

  it('a body that is not sent as JSON', async () => {
    const answer = await post('url=https://example.com', { 'content-type': 'application/x-www-form-urlencoded' })
    expect(answer).toMatchObject({
      status: 415,
      type: 'application/problem+json',
      body: { code: 'UNSUPPORTED_MEDIA_TYPE' },
    })
    await expectNothingWritten()
  })

  it('an unknown job', async () => {
    const answer = await call('/jobs/nobody-knows')
    expect(answer).toMatchObject({ status: 404, type: 'application/problem+json', body: { code: 'JOB_NOT_FOUND' } })
  })
})

describe('an id that is taken', () => {
  it('answers the job to an equal request, and 409 to another', async () => {
    const request = { jobId: 'taken', url: 'https://example.com/first' }
    expect(await post(JSON.stringify(request))).toMatchObject({ status: 202 })
    expect(await post(JSON.stringify(request))).toMatchObject({ status: 200, body: { jobId: 'taken' } })
    const other = await post(JSON.stringify({ ...request, url: 'https://example.com/second' }))
    expect(other).toMatchObject({ status: 409, type: 'application/problem+json', body: { code: 'JOB_ID_TAKEN' } })
    expect((await stack.api.job('taken')).url).toBe('https://example.com/first')
  })
})
