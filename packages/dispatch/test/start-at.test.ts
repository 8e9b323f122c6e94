import { describe, expect, it } from '@jest/globals'
import { allDone, createDispatcher, url } from './dispatcher.ts'

const startAt = '2026-03-04T21:15:00+01:00'
const bell = { messageId: 'message-1', body: { jobId: 'job-1' } }

describe('a job that is to start at a time', () => {
  it('is accepted and waits: no bell is rung, and the API says until when', async () => {
    const { post, queue } = createDispatcher()
    await expect(post({ url, jobId: 'job-1', startAt })).resolves.toMatchObject({
      statusCode: 202,
      body: {
        status: 'PENDING',
        startAt: '2026-03-04T20:15:00.000Z',
        nextAt: '2026-03-04T20:15:00.000Z',
        statusReason: 'It is to start at this time.',
      },
    })
    await expect(post({ url, jobId: 'job-1', startAt })).resolves.toMatchObject({ statusCode: 200 })
    expect(queue.rings).toEqual([])
  })

  it('is launched by the bell of its time and not by one before it, whichever way it came in', async () => {
    const { deliver, clock, launches, job, metrics } = createDispatcher()
    const message = { messageId: 'message-0', body: { url, jobId: 'job-1', startAt } }
    await expect(deliver(message)).resolves.toEqual(allDone)
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual([])
    clock.advance(Date.parse(startAt) + 30_000 - clock.now().getTime())
    await expect(deliver(bell)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['job-1/1/1'])
    expect(job('job-1')).not.toHaveProperty('nextAt')
    // It has waited for half a minute longer than it was to.
    expect(metrics.measured).toEqual([{ name: 'QueueToLaunchSeconds', seconds: 30 }])
  })

  it('is launched at once when the time is past', async () => {
    const { invoke } = createDispatcher()
    await expect(invoke({ url, startAt: '2026-03-04T05:00:00Z' })).resolves.toMatchObject({ status: 'STARTED' })
  })

  it('is answered by a direct invoke with the time that it waits for', async () => {
    const { invoke, launches } = createDispatcher()
    await expect(invoke({ url, startAt })).resolves.toMatchObject({
      status: 'PENDING',
      nextAt: '2026-03-04T20:15:00.000Z',
    })
    expect(launches()).toEqual([])
  })

  it.each(['2027-03-06T00:00:00Z', 'tomorrow', '2026-03-04T20:15:00'])('is refused at %s', async (wrong) => {
    const { post, jobs } = createDispatcher()
    const answer = await post({ url, jobId: 'job-1', startAt: wrong })
    expect(answer).toMatchObject({ statusCode: 400, body: { problems: [expect.stringMatching(/^startAt: /)] } })
    expect(jobs.rows.size).toBe(0)
  })

  it('is another request than the same one without a time', async () => {
    const { post } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    await expect(post({ url, jobId: 'job-1', startAt })).resolves.toMatchObject({ statusCode: 409 })
  })
})
