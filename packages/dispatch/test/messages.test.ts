import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { allDone, comesBack, createDispatcher, url } from './dispatcher.ts'

const brokenUrl = { jobId: 'job-1', url: 'stream' }

describe('messages of the queue', () => {
  it('start a job with all four fields of the original', async () => {
    const { deliver, job, launches } = createDispatcher()
    const body = { jobId: 'job-1', url, filename: 'clip.mkv', s3Key: 'recordings/mine/clip.mkv' }
    await expect(deliver({ messageId: 'message-1', body })).resolves.toEqual(allDone)
    expect(job('job-1')).toMatchObject({ ...body, status: 'STARTED', s3Bucket: 'chronicle-recordings-dev' })
    expect(launches()).toEqual(['job-1/1/1'])
  })

  it('start a job under the message id where they name none', async () => {
    const { deliver, job } = createDispatcher()
    await deliver({ messageId: 'message-1', body: { url } })
    expect(job('message-1')).toMatchObject({ status: 'STARTED', url })
  })

  it('are the same job when another message says the same', async () => {
    const { deliver, jobs, launches } = createDispatcher()
    await deliver({ messageId: 'message-1', body: { jobId: 'job-1', url } })
    await expect(deliver({ messageId: 'message-2', body: { url, jobId: 'job-1' } })).resolves.toEqual(allDone)
    expect([jobs.rows.size, launches().length]).toEqual([1, 1])
  })

  it.each([
    ['no JSON', '{"url":', 'message-1'],
    ['nothing', '', 'message-1'],
    ['null', 'null', 'message-1'],
    ['a list', '[]', 'message-1'],
    ['a URL that does not parse', JSON.stringify({ url: 'stream' }), 'message-1'],
    ['a bad URL under an id', JSON.stringify(brokenUrl), 'job-1'],
    ['an unknown field under an id', JSON.stringify({ jobId: 'job-1', url, colour: 'red' }), 'job-1'],
    ['an id that may not be one', JSON.stringify({ jobId: '../etc', url }), 'message-1'],
  ])('that say %s become a FAILED job that someone sees, and do not come back', async (_, body, jobId) => {
    const { deliver, jobs, launches, metrics } = createDispatcher()
    await expect(deliver({ messageId: 'message-1', body })).resolves.toEqual(allDone)
    expect([...jobs.rows.keys()]).toEqual([jobId])
    expect(jobs.rows.get(jobId)).toMatchObject({
      status: 'FAILED',
      errorCode: 'INVALID_REQUEST',
      error: expect.stringMatching(/^(body|url|jobId): /),
      requestBody: body,
      ttl: expect.any(Number),
    })
    expect(launches()).toEqual([])
    expect(metrics.counted).toEqual([{ name: 'JobFailed', dimensions: { code: 'INVALID_REQUEST' } }])
  })

  it('that ring for a job which is not there are seen under its id', async () => {
    const { deliver, job } = createDispatcher()
    await expect(deliver({ messageId: 'message-1', body: { jobId: 'gone' } })).resolves.toEqual(allDone)
    expect(job('gone')).toMatchObject({ status: 'FAILED', errorCode: 'JOB_NOT_FOUND' })
  })

  it('that ask for something else under an id that is taken are seen under their own, and leave the job alone', async () => {
    const taken = buildJob({ status: 'RECORDING' })
    const { deliver, jobs, job } = createDispatcher({ rows: [taken] })
    const body = { jobId: taken.jobId, url: `${url}?other` }
    await expect(deliver({ messageId: 'message-1', body })).resolves.toEqual(allDone)
    expect(job(taken.jobId)).toEqual(taken)
    expect(job('message-1')).toMatchObject({ status: 'FAILED', errorCode: 'JOB_ID_TAKEN' })
    expect(jobs.rows.size).toBe(2)
  })

  it.each([
    ['short', JSON.stringify(brokenUrl)],
    ['longer than what is kept of it', JSON.stringify({ ...brokenUrl, filename: 'x'.repeat(100_000) })],
  ])('that can never succeed are one FAILED job, however often they come, when their body is %s', async (_, body) => {
    const { deliver, jobs } = createDispatcher()
    for (let delivery = 0; delivery < 3; delivery++) await deliver({ messageId: 'message-1', body })
    expect([...jobs.rows.keys()]).toEqual(['job-1'])
  })

  it('are logged without their body, whatever becomes of them', async () => {
    const { deliver, tasks, log } = createDispatcher()
    tasks.refuseWith(...Array.from({ length: 4 }, () => new Error('down')))
    await deliver(
      { messageId: 'message-1', body: { url: `${url}?token=sesame` } },
      { messageId: 'message-2', body: { url: 'stream?token=sesame' } },
      { messageId: 'message-3', body: '{"url":"https://example.com/?token=sesame"' },
    )
    expect(log.lines.length).toBeGreaterThan(2)
    expect(JSON.stringify(log.lines)).not.toContain('sesame')
  })
})

describe('a batch of the queue', () => {
  it('holds back what follows a failure in its group, and finishes the other groups', async () => {
    const { tasks, jobs, launches } = createDispatcher()
    let isDown = true
    const run: typeof tasks.run = async (launch) => {
      if (isDown && launch.jobId === 'a1') throw new Error('socket hang up')
      return tasks.run(launch)
    }
    const { deliver } = createDispatcher({ jobs, tasks: { ...tasks, run } })
    const message = (id: string, groupId: string) => ({ messageId: id, groupId, body: { url } })
    const batch = [message('a1', 'a'), message('b1', 'b'), message('a2', 'a'), message('b2', 'b')]
    await expect(deliver(...batch)).resolves.toEqual(comesBack('a1', 'a2'))
    expect(launches().sort()).toEqual(['b1/1/1', 'b2/1/1'])
    isDown = false
    await expect(deliver(...batch.filter(({ groupId }) => groupId === 'a'))).resolves.toEqual(allDone)
    expect(launches().sort()).toEqual(['a1/1/1', 'a2/1/1', 'b1/1/1', 'b2/1/1'])
  })

  it('goes on after a message that can never succeed, which holds up nobody', async () => {
    const { deliver, launches } = createDispatcher()
    const hopeless = { messageId: 'bad', groupId: 'a', body: 'not JSON' }
    const good = { messageId: 'good', groupId: 'a', body: { url } }
    await expect(deliver(hopeless, good)).resolves.toEqual(allDone)
    expect(launches()).toEqual(['good/1/1'])
  })
})
