import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SendMessageCommand } from '@aws-sdk/client-sqs'
import { clone, names, queueUrl } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { sample, stackUnderTest } from './stack-under-test.ts'

const stack = await stackUnderTest()
afterAll(() => stack.stop())

/** A stack whose tasks are something else than the recorder, or have another PATH. */
async function outcomeWith(settings: Parameters<typeof stackUnderTest>[0], url: string) {
  const other = await stackUnderTest(settings)
  try {
    const { jobId } = await other.api.submit({ url })
    return await other.ended(jobId)
  } finally {
    await other.stop()
  }
}
const standIn = (script: string) => ({
  recorder: { command: process.execPath, args: ['-e', script], path: '/usr/bin:/bin' },
})

describe('a job that cannot be recorded ends FAILED, with a code and a text', () => {
  it('when the stream does not exist', async () => {
    await using stream = await sample()
    const { jobId } = await stack.api.submit({ url: stream.url.replace('sample.m3u8', 'nothing.m3u8') })
    const job = await stack.ended(jobId)
    expect(job).toMatchObject({ status: 'FAILED', errorCode: 'STREAM_NOT_FOUND', error: expect.any(String) })
    expect(job.errorDetail).toBeDefined()
  })

  it('when the stream ends at once', async () => {
    await using stream = await sample({ mode: 'ends-at-once' })
    const { jobId } = await stack.api.submit({ url: stream.url })
    await expect(stack.ended(jobId)).resolves.toMatchObject({
      status: 'FAILED',
      errorCode: expect.any(String),
      error: expect.any(String),
    })
  })

  it('when nothing is listening', async () => {
    const { jobId } = await stack.api.submit({ url: 'http://127.0.0.1:9/live.m3u8' })
    await expect(stack.ended(jobId)).resolves.toMatchObject({
      status: 'FAILED',
      errorCode: expect.any(String),
      error: expect.any(String),
    })
  })

  it.each([
    ['yt-dlp', []],
    ['ffmpeg', ['yt-dlp']],
  ])('when %s is missing', async (missing, present) => {
    await using stream = await sample()
    const path = await mkdtemp(join(tmpdir(), 'chronicle-e2e-path-'))
    for (const tool of present) await symlink(join(clone.tools, 'bin', tool), join(path, tool))
    const recorder = { command: process.execPath, args: [clone.recorder], path: `${path}:/bin` }
    const job = await outcomeWith({ recorder }, stream.url)
    expect(job).toMatchObject({
      status: 'FAILED',
      errorCode: 'TOOL_MISSING',
      error: expect.stringContaining(`"${missing}"`),
    })
    await rm(path, { recursive: true })
  })

  it('when the recorder exits 1 without a word', async () => {
    const job = await outcomeWith(standIn('process.exit(1)'), 'https://example.com/live')
    expect(job).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_EXITED', exitCode: 1 })
  })

  it('when the recorder is killed', async () => {
    const job = await outcomeWith(standIn("process.kill(process.pid, 'SIGKILL')"), 'https://example.com/live')
    expect(job).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_KILLED', exitCode: 137 })
  })

  it('when a message can never be a job, under the id it names', async () => {
    const body = { jobId: 'bad-message', url: 'ftp://example.com', filename: 'x.mp4', s3Key: 'recordings/x' }
    const request = { MessageBody: JSON.stringify(body), MessageGroupId: 'default' }
    await stack.aws.sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(stack.url, names.queue), ...request }))
    for (
      let tries = 0;
      tries < 40 && (await stack.api.jobs({ status: 'FAILED' })).items.every(({ jobId }) => jobId !== body.jobId);
      tries++
    )
      await new Promise((resolve) => setTimeout(resolve, 250))
    await expect(stack.api.job('bad-message')).resolves.toMatchObject({
      status: 'FAILED',
      errorCode: 'INVALID_REQUEST',
    })
  })
})
