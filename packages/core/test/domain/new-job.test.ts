import { describe, expect, it } from '@jest/globals'
import { InvalidRequest, jobSchema, jobView, newJob, rejectedJob, requestHash, ttlAt } from '../../src/index.ts'
import { buildJob } from '../../testing/index.ts'

const now = new Date('2026-03-04T05:06:07.999Z')
const submission = { jobId: 'job-1', url: 'https://example.com/live' }

describe('newJob', () => {
  it('is the first launch of the first attempt, waiting, with its first event', () => {
    expect(newJob(submission, now)).toEqual({
      schemaVersion: 1,
      kind: 'recording',
      ...submission,
      status: 'PENDING',
      requestHash: requestHash(submission),
      attempt: 1,
      launch: 1,
      sendSeq: 1,
      open: 'yes',
      lookAt: '2026-03-04T05:08:07.999Z',
      createdAt: '2026-03-04T05:06:07.999Z',
      events: [{ at: '2026-03-04T05:06:07.999Z', status: 'PENDING', attempt: 1 }],
    })
  })

  it('fits the schema that rows are read by, and has no ttl while the job is open', () => {
    const job = newJob({ ...submission, filename: 'clip', maxDurationSeconds: 60, s3Key: 'recordings/a.mkv' }, now)
    expect(jobSchema.parse(job)).toEqual(job)
    expect(job).not.toHaveProperty('ttl')
  })

  it('drops an object key that may not be used, while the request stays the one that was made', () => {
    const asked = { ...submission, s3Key: 'elsewhere/a.mkv' }
    expect(newJob(asked, now)).not.toHaveProperty('s3Key')
    expect(newJob(asked, now).requestHash).toBe(requestHash(asked))
  })
})

describe('rejectedJob', () => {
  const problem = new InvalidRequest(['url: is not a URL'])

  it('says what was wrong with the message, and keeps its body', () => {
    const job = rejectedJob('message-1', '{"url":"x"}', problem, now, 30)
    expect(jobSchema.parse(job)).toEqual(job)
    expect(job).toMatchObject({
      jobId: 'message-1',
      status: 'FAILED',
      errorCode: 'INVALID_REQUEST',
      error: 'url: is not a URL',
      requestBody: '{"url":"x"}',
      finishedAt: now.toISOString(),
      ttl: 1_775_192_767,
      events: [{ status: 'FAILED', reason: 'url: is not a URL' }],
    })
  })

  it('is no job for the sweep', () => {
    expect(rejectedJob('message-1', '', problem, now, 30)).not.toHaveProperty('open')
  })

  it('keeps 64 KiB of a longer body, since a row has 400 KB', () => {
    expect(rejectedJob('message-1', 'x'.repeat(1_000_000), problem, now, 30).requestBody).toHaveLength(65_536)
  })
})

describe('ttlAt', () => {
  it('is a whole number of epoch seconds, as DynamoDB wants it', () => {
    expect(ttlAt(now, 30)).toBe(Math.floor(Date.UTC(2026, 3, 3, 5, 6, 7) / 1000))
  })
})

describe('jobView', () => {
  it('shows the job without what only we need', () => {
    const job = buildJob({ requestBody: 'body', taskArn: 'arn:task', ttl: 1, deferrals: 1 })
    expect(Object.keys(jobView(job)).sort()).toEqual(
      ['attempt', 'createdAt', 'jobId', 'kind', 'status', 'taskArn', 'ttl', 'url'].sort(),
    )
  })
})
