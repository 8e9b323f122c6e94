import { setTimeout as sleep } from 'node:timers/promises'
import { ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { isEnded, type JobView } from '@chronicle/core'
import { names } from '@chronicle/local'
import { afterAll, describe, expect, it } from '@jest/globals'
import { chronicle } from './command.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

// One recorder at a time, so that a second job waits.
const stack = await stackUnderTest({ maxTasks: 1 })
afterAll(() => stack.stop())

/** Runs the command against the stack; answers its exit code and what it printed, as JSON where that was asked for. */
async function command(...args: readonly string[]) {
  const { code, stdout, stderr } = await chronicle(args, { CHRONICLE_API_URL: stack.apiUrl }).ended
  return { code, stdout, stderr, json: () => JSON.parse(stdout) }
}

async function jobThat(jobId: string, isWanted: (job: JobView) => boolean): Promise<JobView> {
  for (;;) {
    const job = await stack.api.job(jobId)
    if (isWanted(job)) return job
    if (isEnded(job.status)) throw new Error(`${jobId} ended ${job.status} ${job.errorCode}: ${job.error}`)
    await sleep(100)
  }
}

/** What the bucket still has of a job, replaced and hidden versions included. */
async function versionsOf(jobId: string): Promise<readonly string[]> {
  const { Versions = [] } = await stack.aws.s3.send(new ListObjectVersionsCommand({ Bucket: names.bucket }))
  return Versions.flatMap(({ Key }) => (Key?.includes(jobId) ? Key : []))
}

describe('a job', () => {
  it('is stopped while it records, and what was recorded is kept, tried again, linked to, and deleted', async () => {
    const stream = await sample({ seconds: 120, speed: 1 })
    const { jobId } = await stack.api.submit({ url: stream.url, jobId: 'stopped' })
    await jobThat(jobId, ({ mediaSeconds = 0 }) => mediaSeconds > 2)
    expect(await command('purge', jobId)).toMatchObject({ code: 1, stderr: expect.stringContaining('cancel it') })
    expect((await command('cancel', jobId, '--json')).json()).toMatchObject({ cancelRequested: true })

    const kept = await stack.ended(jobId)
    expect(kept).toMatchObject({ status: 'COMPLETED', partial: true, endReason: 'CANCEL_REQUESTED', attempt: 1 })
    const content = await stack.object(kept.s3Bucket, kept.s3Key)
    expect(foreignTorrent(await stack.object(kept.s3Bucket, kept.torrentFile)).fits(content)).toBe(true)
    const { url } = await stack.api.recording(jobId)
    expect(Buffer.from(await (await fetch(url)).arrayBuffer()).equals(content)).toBe(true)
    const followed = await fetch(`${stack.apiUrl}/jobs/${jobId}/recording`)
    // The engine leaves that out of its answer where a version is named.
    const asked = new URL(followed.url).searchParams.get('response-content-disposition')
    expect(asked).toBe("attachment; filename*=UTF-8''sample.mkv")
    expect((await followed.arrayBuffer()).byteLength).toBe(kept.size)

    // Nobody answers at the address by now, so the second attempt brings nothing, and the job ends with what it has.
    await stream.stop()
    expect((await command('retry', jobId, '--watch')).code).toBe(0)
    const { s3Key } = kept
    expect(await stack.api.job(jobId)).toMatchObject({ status: 'COMPLETED', partial: true, attempt: 2, s3Key })
    expect((await command('job', jobId)).stdout).toMatch(/attempt 1 +COMPLETED \(partial\) CANCEL_REQUESTED s3:/)
    const { stdout } = await command('events', jobId)
    expect(stdout).toMatch(
      /attempt 1 {2}RECORDING +CANCEL_REQUESTED\n(?:.*\n)*.*attempt 2 {2}PENDING +retry asked for\n/,
    )

    expect((await versionsOf(jobId)).length).toBeGreaterThanOrEqual(2)
    expect(await command('purge', jobId)).toMatchObject({ code: 0, stdout: expect.stringContaining('Deleted') })
    expect(await versionsOf(jobId)).toEqual([])
    expect(await command('job', jobId)).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no job') })
  }, 180_000)

  it('that waits for room is cancelled at once, and recorded when it is retried', async () => {
    await using first = await sample({ seconds: 120, speed: 1 })
    await using second = await sample()
    const running = await stack.api.submit({ url: first.url, jobId: 'running' })
    await jobThat(running.jobId, ({ status }) => status === 'RECORDING')
    const { jobId } = await stack.api.submit({ url: second.url, jobId: 'waiting' })
    await jobThat(jobId, ({ nextAt }) => nextAt !== undefined)
    expect(await stack.api.cancel(jobId)).toMatchObject({ status: 'CANCELLED', endReason: 'CANCEL_REQUESTED' })
    await stack.api.cancel(running.jobId)
    await stack.ended(running.jobId)
    expect(await stack.api.cancel(jobId)).toMatchObject({ status: 'CANCELLED' })
    expect((await command('retry', jobId, '--json')).json()).toMatchObject({ status: 'PENDING', attempt: 2 })
    const job = await stack.ended(jobId)
    expect(job).toMatchObject({ status: 'COMPLETED', attempt: 2, attempts: [{ status: 'CANCELLED' }] })
    expect(job.s3Key).toMatch(/\.a2\.mkv$/)
  }, 180_000)
})
