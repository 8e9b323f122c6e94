import { createFakeHostResolver, hostileAnswers, hostileUrls } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, createDispatcher, url } from './dispatcher.ts'

const everyName = { resolve: async () => ['93.184.215.14'] }

describe.each([
  ['POST /jobs', async (dispatcher, hostile) => (await dispatcher.post({ url: hostile, jobId: 'job-1' })).body],
  ['a direct invoke', (dispatcher, hostile) => dispatcher.invoke({ url: hostile, jobId: 'job-1' })],
] satisfies [string, (dispatcher: ReturnType<typeof createDispatcher>, hostile: string) => Promise<unknown>][])(
  '%s',
  (_, submit) => {
    it.each(hostileUrls)('refuses what tries %s: %j', async (_, hostile, says) => {
      const dispatcher = createDispatcher({ resolver: everyName })
      const answer = await submit(dispatcher, hostile)
      expect(answer).toMatchObject({ status: 400, code: expect.stringMatching(/^(INVALID_REQUEST|SOURCE_REFUSED)$/) })
      expect(answer).toMatchObject({ detail: expect.stringContaining(says) })
      expect([dispatcher.jobs.rows.size, dispatcher.launches(), dispatcher.queue.rings]).toEqual([0, [], []])
    })

    it.each(hostileAnswers)('refuses a name with %s in its addresses', async (_, addresses, says) => {
      const resolver = createFakeHostResolver({ 'hostile.example': [addresses] })
      const dispatcher = createDispatcher({ resolver })
      const answer = await submit(dispatcher, 'https://hostile.example/live?token=secret')
      expect(answer).toMatchObject({ status: 400, code: 'SOURCE_REFUSED', detail: expect.stringContaining(says) })
      expect(JSON.stringify([answer, dispatcher.log.lines])).not.toContain('secret')
      expect([dispatcher.jobs.rows.size, dispatcher.launches()]).toEqual([0, []])
    })
  },
)

describe('the queue', () => {
  it.each(hostileUrls)('makes a FAILED job of what tries %s: %j', async (_, hostile, says) => {
    const { deliver, job, launches } = createDispatcher({ resolver: everyName })
    await expect(deliver({ messageId: 'message-1', body: { url: hostile, jobId: 'job-1' } })).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ status: 'FAILED', error: expect.stringContaining(says) })
    expect(launches()).toEqual([])
  })

  it.each(hostileAnswers)('makes a FAILED job of a name with %s in its addresses', async (_, addresses, says) => {
    const resolver = createFakeHostResolver({ 'hostile.example': [addresses] })
    const { deliver, job, launches } = createDispatcher({ resolver })
    await deliver({ messageId: 'message-1', body: { url: 'https://hostile.example/', jobId: 'job-1' } })
    const error = expect.stringContaining(says)
    expect(job('job-1')).toMatchObject({ status: 'FAILED', errorCode: 'SOURCE_REFUSED', error })
    expect(launches()).toEqual([])
  })
})

describe('a job that was accepted', () => {
  it('is not refused when its name leads elsewhere as its message comes again', async () => {
    const resolver = createFakeHostResolver({ 'moved.example': [['93.184.215.14'], ['10.0.0.1']] })
    const { deliver, jobs, launches } = createDispatcher({ resolver })
    const message = { messageId: 'message-1', body: { url: 'https://moved.example/live', jobId: 'job-1' } }
    await deliver(message)
    await deliver(message)
    expect([...jobs.rows.keys()]).toEqual(['job-1'])
    expect(launches()).toHaveLength(1)
  })
})

describe('a source', () => {
  it('that has no address yet is taken, for the recorder to judge', async () => {
    const { post } = createDispatcher({ resolver: createFakeHostResolver() })
    await expect(post({ url })).resolves.toMatchObject({ statusCode: 202 })
  })

  it('that is private is taken where it is listed, and at no other port', async () => {
    const { config } = createDispatcher()
    const { post } = createDispatcher({ config: { ...config, privateSources: ['127.0.0.1:8080'] } })
    await expect(post({ url: 'http://127.0.0.1:8080/live' })).resolves.toMatchObject({ statusCode: 202 })
    await expect(post({ url: 'http://127.0.0.1:8081/live' })).resolves.toMatchObject({ statusCode: 400 })
  })
})
