import { GetQueueAttributesCommand, SendMessageCommand } from '@aws-sdk/client-sqs'
import {
  hostileBodies,
  hostileMessages,
  hostileRedrives,
  oddBodies,
  refusedContentTypes,
} from '@chronicle/core/testing'
import { names, queueUrl } from '@chronicle/local'
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
const post = (
  body: string | Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/json' },
  path = '/jobs',
) => call(path, { method: 'POST', headers, body })
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

describe('whatever is sent to POST /jobs through API Gateway', () => {
  it.each(hostileBodies)('is refused as $name', async ({ body, status, says }) => {
    const answer = await post(typeof body === 'string' ? body : new Uint8Array(body))
    expect(answer).toMatchObject({ type: 'application/problem+json', body: { requestId: expect.any(String) } })
    // API Gateway makes text of what is none, so that its bytes are no longer there to be found wrong: what is left is.
    if (typeof body === 'string')
      expect(answer).toMatchObject({ status, body: { detail: expect.stringContaining(says) } })
    else expect(answer.status).toBe(400)
    await expectNothingWritten()
  })

  it.each(refusedContentTypes.filter(({ multiValueHeaders }) => !multiValueHeaders))(
    'is refused when its content type is sent $name',
    async ({ headers }) => {
      const answer = await post(Buffer.from('{"url":"https://example.com/"}'), headers ?? {})
      expect(answer).toMatchObject({ status: 415, body: { code: 'UNSUPPORTED_MEDIA_TYPE' } })
      await expectNothingWritten()
    },
  )

  it.each(oddBodies)('is taken with $name', async ({ body }) => {
    expect(await post(body)).toMatchObject({ status: 202, body: { url: 'https://example.com/live/stream.m3u8' } })
  })
})

describe('whatever is sent to POST /dead-letters/redrive through API Gateway', () => {
  it.each(hostileRedrives)('is refused as $name', async ({ body, status, code, says }) => {
    const sent = typeof body === 'string' ? body : new Uint8Array(body)
    const answer = await post(sent, undefined, '/dead-letters/redrive')
    expect(answer).toMatchObject({ type: 'application/problem+json', body: { requestId: expect.any(String) } })
    if (typeof body === 'string')
      expect(answer).toMatchObject({ status, body: { code, detail: expect.stringContaining(says) } })
    else expect(answer.status).toBe(400)
  })
})

describe('messages that can never become a recording', () => {
  const queue = { QueueUrl: queueUrl(stack.url, names.queue) }
  const deadLetters = { QueueUrl: queueUrl(stack.url, names.deadLetterQueue) }

  async function messagesLeft(QueueUrl: string): Promise<number> {
    const { Attributes = {} } = await stack.aws.sqs.send(
      new GetQueueAttributesCommand({
        QueueUrl,
        AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
      }),
    )
    return Object.values(Attributes).reduce((sum, count) => sum + Number(count), 0)
  }

  it('are each a FAILED job that says why, and hold up neither each other nor the good one behind them', async () => {
    const jobIds: string[] = []
    for (const { body, jobId } of [
      ...hostileMessages,
      { body: '{"jobId":"good","url":"https://example.com/"}', jobId: 'good' },
    ]) {
      const request = { ...queue, MessageBody: body, MessageGroupId: 'default' }
      const { MessageId = '' } = await stack.aws.sqs.send(new SendMessageCommand(request))
      jobIds.push(jobId ?? MessageId)
    }
    expect(await stack.ended('good')).toMatchObject({ url: 'https://example.com/' })
    for (const [index, { code, says }] of hostileMessages.entries()) {
      const job = await stack.api.job(jobIds[index] ?? '')
      expect(job).toMatchObject({ status: 'FAILED', errorCode: code, error: expect.stringContaining(says) })
    }
    expect([await messagesLeft(queue.QueueUrl), await messagesLeft(deadLetters.QueueUrl)]).toEqual([0, 0])
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
