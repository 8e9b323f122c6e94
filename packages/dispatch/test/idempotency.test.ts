import { apiEvent } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { callerOf } from '../src/api/caller.ts'
import { createDispatcher, url } from './dispatcher.ts'

type Identity = Partial<ReturnType<typeof apiEvent>['requestContext']['identity']>

/** Sends a job with an Idempotency-Key, as this caller, in a request of its own. */
function keyedPost(dispatcher: ReturnType<typeof createDispatcher>) {
  let requests = 0
  return async (key: string, body: object = { url }, identity: Identity = {}, header = 'Idempotency-Key') => {
    requests += 1
    const headers = { 'Content-Type': 'application/json', [header]: key }
    const event = apiEvent({
      method: 'POST',
      path: '/jobs',
      body: JSON.stringify(body),
      headers,
      requestId: `request-${requests}`,
    })
    const { requestContext } = event
    const answer = await dispatcher.invoke({
      ...event,
      requestContext: { ...requestContext, identity: { ...requestContext.identity, ...identity } },
    })
    const { statusCode, body: text } = answer as { statusCode: number; body: string }
    return { statusCode, body: JSON.parse(text) }
  }
}

describe('POST /jobs with an Idempotency-Key', () => {
  it('makes one job of a request and its repeats', async () => {
    const dispatcher = createDispatcher()
    const post = keyedPost(dispatcher)
    const first = await post('8e03978e-40d5-43dd-bc93-6894a57f9324')
    expect(first).toMatchObject({ statusCode: 202, body: { jobId: expect.stringMatching(/^k_[A-Za-z0-9_-]{43}$/) } })
    const again = await post('8e03978e-40d5-43dd-bc93-6894a57f9324', { url }, {}, 'idempotency-key')
    expect(again).toMatchObject({ statusCode: 200, body: { jobId: first.body.jobId } })
    expect(dispatcher.jobs.rows.size).toBe(1)
  })

  it('makes one row and one ring of fifty equal requests at once', async () => {
    const dispatcher = createDispatcher()
    const post = keyedPost(dispatcher)
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('key')))
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(49)
    expect([dispatcher.jobs.rows.size, dispatcher.queue.rings.length]).toEqual([1, 1])
  })

  it('refuses a key that was sent with another request, and says so of the key', async () => {
    const dispatcher = createDispatcher()
    const post = keyedPost(dispatcher)
    await post('key')
    const answer = await post('key', { url: `${url}?other` })
    expect(answer).toMatchObject({ statusCode: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } })
    expect(answer.body.detail).toContain('Idempotency-Key "key"')
    expect(dispatcher.jobs.rows.size).toBe(1)
  })

  it("makes a job for each key, and for each caller's key", async () => {
    const dispatcher = createDispatcher()
    const post = keyedPost(dispatcher)
    const alice = { userArn: 'arn:aws:iam::111122223333:user/alice' }
    const answers = [
      await post('key'),
      await post('other-key'),
      await post('key', { url }, alice),
      await post('key', { url }, { apiKeyId: 'k1' }),
    ]
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202])
    expect(new Set(answers.map(({ body }) => body.jobId)).size).toBe(4)
  })

  it('lets the id that the request names be the key', async () => {
    const dispatcher = createDispatcher()
    const post = keyedPost(dispatcher)
    await expect(post('key', { url, jobId: 'mine' })).resolves.toMatchObject({
      statusCode: 202,
      body: { jobId: 'mine' },
    })
    const other = await post('key', { url: `${url}?other`, jobId: 'mine' })
    expect(other).toMatchObject({ statusCode: 409, body: { code: 'JOB_ID_TAKEN' } })
  })

  it.each([
    ['is empty', ''],
    ['has white space', 'a key'],
    ['has a line break', 'a\nkey'],
    ['is not ASCII', 'schlüssel'],
    ['is over 255 characters', 'k'.repeat(256)],
  ])('refuses one that %s, and writes nothing', async (_, key) => {
    const dispatcher = createDispatcher()
    const answer = await keyedPost(dispatcher)(key)
    expect(answer).toMatchObject({
      statusCode: 400,
      body: { code: 'INVALID_REQUEST', problems: [expect.stringMatching(/^Idempotency-Key: must be 1 to 255/)] },
    })
    expect(dispatcher.jobs.rows.size).toBe(0)
  })

  it('refuses two of them', async () => {
    const { invoke, jobs } = createDispatcher()
    const event = apiEvent({ method: 'POST', body: JSON.stringify({ url }) })
    const multiValueHeaders = { ...event.multiValueHeaders, 'Idempotency-Key': ['a', 'b'] }
    const answer = await invoke({ ...event, headers: { ...event.headers, 'Idempotency-Key': 'b' }, multiValueHeaders })
    expect(answer).toMatchObject({ statusCode: 400, body: expect.stringContaining('more than once') })
    expect(jobs.rows.size).toBe(0)
  })

  it('takes one of 255 characters', async () => {
    await expect(keyedPost(createDispatcher())('~'.repeat(255))).resolves.toMatchObject({ statusCode: 202 })
  })
})

describe('the caller', () => {
  it.each<[string, Identity, string]>([
    ['an IAM user', { userArn: 'arn:aws:iam::111122223333:user/alice' }, 'arn:aws:iam::111122223333:user/alice'],
    [
      'a role, whatever its session',
      { userArn: 'arn:aws:sts::111122223333:assumed-role/uploader/session-7' },
      'arn:aws:sts::111122223333:assumed-role/uploader',
    ],
    ['a key of the API by its id', { apiKey: 'secret', apiKeyId: 'k1' }, 'key/k1'],
    ['nobody in particular', { userArn: null, apiKeyId: null }, 'anonymous'],
    ['nobody in particular', {}, 'anonymous'],
  ])('is %s', (_, identity, caller) => {
    expect(callerOf(identity)).toBe(caller)
  })
})
