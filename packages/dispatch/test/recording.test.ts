import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { createDispatcher } from './dispatcher.ts'

const bucket = 'chronicle-recordings-dev'
const whole = { s3Bucket: bucket, status: 'COMPLETED' } as const

/** A job of two attempts that have a recording each, and one that has none. */
function withRecordings() {
  const dispatcher = createDispatcher()
  const [first, second] = ['a.mkv', 'b c.mkv'].map((name) => {
    const key = `recordings/2026/03/04/job-1/${name}`
    const { versionId } = dispatcher.bucket.put({ bucket, key }, Buffer.from(name))
    return { s3Key: key, size: name.length, sourceVersionId: versionId }
  })
  const partial = { status: 'COMPLETED', partial: true } as const
  const attempts = [
    { attempt: 1, ...partial, ...first },
    { attempt: 2, ...partial, ...second },
  ]
  const job = buildJob({ s3Bucket: bucket, attempt: 3, status: 'FAILED', attempts })
  dispatcher.jobs.rows.set('job-1', job)
  return { ...dispatcher, job, first, second }
}
const path = '/jobs/job-1/recording'
const json = { Accept: 'text/html, Application/JSON;q=0.9' }

describe('GET /jobs/{jobId}/recording', () => {
  it('leads to the recording, by a link that nobody may keep', async () => {
    const { request, bucket: objects, jobs } = createDispatcher()
    const { versionId } = objects.put({ bucket, key: 'recordings/x/clip.mkv' }, Buffer.from('x'))
    const about = { s3Key: 'recordings/x/clip.mkv', size: 1, sourceVersionId: versionId }
    jobs.rows.set('job-1', buildJob({ ...whole, ...about }))
    const { statusCode, headers, body } = await request({ path })
    expect(statusCode).toBe(302)
    expect(headers).toMatchObject({ 'cache-control': 'no-store', 'x-request-id': 'request-1' })
    expect(headers.location).toBe(
      `https://${bucket}.example/recordings/x/clip.mkv?versionId=${versionId}&filename=clip.mkv&seconds=900`,
    )
    expect(body).toBeUndefined()
  })

  it('tells the link, and when it expires, to who accepts JSON', async () => {
    const { request, second } = withRecordings()
    const answer = await request({ path, headers: json })
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'no-store' } })
    expect(answer.body).toEqual({
      url: expect.stringContaining(`versionId=${second?.sourceVersionId}`),
      expiresAt: '2026-03-04T05:21:07.000Z',
    })
  })

  it('leads to the last attempt that has one, or to the one that is asked for', async () => {
    const { request } = withRecordings()
    await expect(request({ path })).resolves.toMatchObject({
      headers: { location: expect.stringContaining('b+c.mkv') },
    })
    const first = await request({ path, query: { attempt: '1' } })
    expect(first).toMatchObject({ headers: { location: expect.stringContaining('a.mkv') } })
  })

  it('leads to the version that was recorded, whatever was put there since', async () => {
    const { request, bucket: objects, second } = withRecordings()
    objects.put({ bucket, key: second?.s3Key ?? '' }, Buffer.from('something else'))
    const { headers } = await request({ path })
    expect(headers.location).toContain(`versionId=${second?.sourceVersionId}`)
  })

  it('leads to what an earlier attempt left while the next one goes on', async () => {
    const { request, jobs, job } = withRecordings()
    jobs.rows.set('job-1', { ...job, status: 'RECORDING', s3Key: 'recordings/growing.mkv', size: 7 })
    await expect(request({ path })).resolves.toMatchObject({
      headers: { location: expect.stringContaining('b+c.mkv') },
    })
  })

  it.each([
    ['a job that still records', buildJob({ status: 'RECORDING' }), null, 'it has ended'],
    ['a job that failed', buildJob({ status: 'FAILED' }), null, 'FAILED without one'],
    ['a job that is being deleted', buildJob({ status: 'FAILED', purgeRequested: true }), null, 'being deleted'],
    ['an attempt that there was not', buildJob({ status: 'FAILED' }), { attempt: '9' }, 'attempt 9'],
    ['an object that is gone', buildJob({ ...whole, s3Key: 'recordings/gone.mkv', size: 1 }), null, 'was deleted'],
  ])('answers 404 for %s, and says why', async (_, job, query, reason) => {
    const { request } = createDispatcher({ rows: [job] })
    const answer = await request({ path, query })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'RECORDING_NOT_FOUND' } })
    expect(answer.body.detail).toContain(reason)
  })

  it.each(['0', '1.5', 'last'])('refuses the attempt %s', async (attempt) => {
    await expect(withRecordings().request({ path, query: { attempt } })).resolves.toMatchObject({ statusCode: 400 })
  })

  it('answers 404 where there is no such job', async () => {
    const answer = await createDispatcher().request({ path })
    expect(answer).toMatchObject({ statusCode: 404, body: { code: 'JOB_NOT_FOUND' } })
  })
})
