import { DeleteQueueCommand } from '@aws-sdk/client-sqs'
import { type Job, newJob, ttlAt } from '@chronicle/core'
import { createJobStore } from '@chronicle/core/aws'
import { names, queueUrl } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { chronicle } from './command.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

// What the SDK's clients read, as a Lambda has it.
Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_REGION: 'us-east-1' })

const stack = await stackUnderTest()
afterAll(() => stack.stop())

const command = (...args: readonly string[]) => chronicle(args, { CHRONICLE_API_URL: stack.apiUrl }).ended

/** The row of a job whose message came back too often. */
async function deadLetter(jobId: string, overrides: Partial<Job>) {
  const now = new Date()
  const at = now.toISOString()
  const { open: _, lookAt: __, ...asked } = newJob({ jobId, url: 'http://127.0.0.1:9/live.m3u8' }, now)
  const end = {
    status: 'FAILED',
    errorCode: 'DEAD_LETTERED',
    error: 'came back too often',
    ttl: ttlAt(now, 30),
  } as const
  const row = { ...asked, s3Bucket: names.bucket, ...end, finishedAt: at, deadLetteredAt: at, ...overrides }
  await createJobStore({ endpoint: stack.url, table: names.table }).create(row)
}

describe('an operator', () => {
  it('redrives one dead letter, or all of them, and hears why one cannot be', async () => {
    await using stream = await sample()
    await deadLetter('first', { url: stream.url })
    await deadLetter('second', { url: undefined, requestBody: JSON.stringify({ url: stream.url }) })
    await deadLetter('hopeless', { url: undefined, requestBody: '{"url": "ftp://example.com"}' })

    expect(await command('redrive')).toMatchObject({ code: 1, stderr: expect.stringContaining('--all') })
    expect(await command('redrive', 'nobody')).toMatchObject({ code: 1, stderr: expect.stringContaining('no job') })
    const one = await command('redrive', 'first')
    expect(one).toMatchObject({ code: 0, stdout: 'redriven  first  attempt 2\n1 redriven, 0 not\n' })
    const all = await command('redrive', '--all')
    expect(all.code).toBe(1)
    expect(all.stdout).toContain('redriven  second  attempt 2')
    expect(all.stdout).toMatch(/not +hopeless {2}JOB_NOT_RETRYABLE: .*only http and https/)
    for (const jobId of ['first', 'second'])
      expect(await stack.ended(jobId)).toMatchObject({ status: 'COMPLETED', attempt: 2 })
  })

  it('sees whether the API is well', async () => {
    const { code, stdout } = await command('health')
    expect([code, stdout]).toEqual([0, 'ok, version 0.1.0, on custom endpoint\n'])
  })

  it('is told within seconds what does not answer, and nothing else', async () => {
    const other = await stackUnderTest()
    try {
      await other.aws.sqs.send(new DeleteQueueCommand({ QueueUrl: queueUrl(other.url, names.queue) }))
      const began = Date.now()
      const answer = await fetch(`${other.apiUrl}/health`)
      expect(Date.now() - began).toBeLessThan(10_000)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([503, 'application/problem+json'])
      const body = await answer.text()
      expect(JSON.parse(body)).toMatchObject({ code: 'DEPENDENCY_UNAVAILABLE' })
      expect(body).toContain('from the queue;')
      expect(body).not.toMatch(/127\.0\.0\.1|http|secret|test/)
    } finally {
      await other.stop()
    }
  })
})

describe('a client', () => {
  it('makes one job of fifty equal requests with the same Idempotency-Key', async () => {
    const post = (key: string, url: string) =>
      fetch(`${stack.apiUrl}/jobs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify({ url }),
      })
    const url = 'http://127.0.0.1:9/live.m3u8'
    const answers = await Promise.all(Array.from({ length: 50 }, () => post('my-key', url)))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(49)
    const jobs = await Promise.all(answers.map((answer) => answer.json() as Promise<{ jobId: string }>))
    expect(new Set(jobs.map(({ jobId }) => jobId)).size).toBe(1)
    expect((await stack.api.jobs({})).items.filter((job) => job.url === url)).toHaveLength(1)
    const other = await post('my-key', `${url}?other`)
    expect([other.status, await other.json()]).toMatchObject([409, { code: 'IDEMPOTENCY_KEY_REUSED' }])
    expect((await post('my key', url)).status).toBe(400)
  })
})
