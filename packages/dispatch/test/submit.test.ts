import { describe, expect, it } from '@jest/globals'
import { createDispatcher, url } from './dispatcher.ts'

describe('POST /jobs', () => {
  it('accepts a job: the row is there, the bell has rung, and nothing was launched yet', async () => {
    const { post, job, queue, launches } = createDispatcher()
    const answer = await post({ url, jobId: 'job-1', filename: 'clip', maxDurationSeconds: 60 })
    expect(answer).toMatchObject({
      statusCode: 202,
      headers: { location: '/jobs/job-1', 'content-type': 'application/json', 'x-request-id': 'request-1' },
      body: { jobId: 'job-1', status: 'PENDING', url, filename: 'clip', s3Bucket: 'chronicle-recordings-dev' },
    })
    expect(job('job-1')).toMatchObject({ status: 'PENDING', maxDurationSeconds: 60 })
    expect(queue.rings).toEqual([{ jobId: 'job-1', sendSeq: 1 }])
    expect(launches()).toEqual([])
  })

  it('takes the request id for a job that names none', async () => {
    const { post, job } = createDispatcher()
    await expect(post({ url }, 'request-7')).resolves.toMatchObject({ headers: { location: '/jobs/request-7' } })
    expect(job('request-7')).toBeDefined()
  })

  it('shows nothing of the row that only we need', async () => {
    const { body } = await createDispatcher().post({ url })
    for (const attribute of ['requestHash', 'events', 'sendSeq', 'launch']) expect(body).not.toHaveProperty(attribute)
  })

  it('answers the same request with the job as it is by now, and leaves it alone', async () => {
    const rings: string[] = []
    const ring = async (jobId: string) => void rings.push(jobId)
    const { post, jobs, job } = createDispatcher({ queue: { ring } })
    await post({ url, jobId: 'job-1' })
    await jobs.change('job-1', {}, { set: { status: 'RECORDING' } })
    const before = job('job-1')
    const again = await post({ url, jobId: 'job-1' })
    expect(again).toMatchObject({ statusCode: 200, body: { jobId: 'job-1', status: 'RECORDING' } })
    expect(again.headers).not.toHaveProperty('location')
    expect(job('job-1')).toEqual(before)
    expect(rings).toEqual(['job-1'])
  })

  it('makes one job and one ring of fifty equal requests at once', async () => {
    const { post, jobs, queue } = createDispatcher()
    const answers = await Promise.all(Array.from({ length: 50 }, () => post({ url, jobId: 'job-1' })))
    expect(answers.filter(({ statusCode }) => statusCode === 202)).toHaveLength(1)
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(49)
    expect([jobs.rows.size, queue.rings.length]).toEqual([1, 1])
  })

  it.each([
    ['another URL', { url: `${url}?other` }],
    ['another name', { url, filename: 'other' }],
    ['another duration', { url, maxDurationSeconds: 1 }],
  ])('refuses an id that is taken by a request with %s', async (_, request) => {
    const { post, job, queue } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    const before = job('job-1')
    const answer = await post({ ...request, jobId: 'job-1' })
    expect(answer).toMatchObject({
      statusCode: 409,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'JOB_ID_TAKEN', requestId: 'request-1' },
    })
    expect(job('job-1')).toEqual(before)
    expect(queue.rings).toHaveLength(1)
  })

  it.each([
    ['does not parse', 'stream'],
    ['is not http or https', 'rtmp://example.com/live'],
    ['carries credentials', 'https://user:secret@example.com/'],
    ['is over 2,048 bytes', `https://example.com/${'x'.repeat(2029)}`],
  ])('refuses a URL that %s, and writes nothing', async (_, wrong) => {
    const { post, jobs, queue } = createDispatcher()
    const answer = await post({ url: wrong, jobId: 'job-1' })
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'content-type': 'application/problem+json' },
      body: { code: 'INVALID_REQUEST', problems: [expect.stringMatching(/^url: /)] },
    })
    expect(JSON.stringify(answer)).not.toContain('secret')
    expect([jobs.rows.size, queue.rings.length]).toEqual([0, 0])
  })

  it('accepts a job also when its bell cannot be rung: the row is there, and the sweep rings', async () => {
    const ring = () => Promise.reject(new Error('SQS is down'))
    const { post, job, log, metrics } = createDispatcher({ queue: { ring } })
    await expect(post({ url, jobId: 'job-1' })).resolves.toMatchObject({ statusCode: 202, body: { status: 'PENDING' } })
    expect(job('job-1')).toMatchObject({ status: 'PENDING', open: 'yes', lookAt: '2026-03-04T05:08:07.000Z' })
    expect(log.lines).toMatchObject([
      { level: 'error', message: 'bell not rung, the sweep will', fields: { jobId: 'job-1' } },
    ])
    expect(metrics.counted).toContainEqual({ name: 'LaunchDeferred', dimensions: { reason: 'BELL_NOT_RUNG' } })
  })

  it('rings again for a job that still waits when its request is repeated', async () => {
    let isDown = true
    const rings: string[] = []
    const ring = async (jobId: string) => {
      if (isDown) throw new Error('SQS is down')
      rings.push(jobId)
    }
    const { post } = createDispatcher({ queue: { ring } })
    await post({ url, jobId: 'job-1' })
    isDown = false
    await expect(post({ url, jobId: 'job-1' })).resolves.toMatchObject({ statusCode: 200 })
    expect(rings).toEqual(['job-1'])
  })

  it('counts what it accepted, once for each job', async () => {
    const { post, metrics } = createDispatcher()
    await post({ url, jobId: 'job-1' })
    await post({ url, jobId: 'job-1' })
    expect(metrics.counted).toEqual([{ name: 'JobAccepted' }])
  })
})
