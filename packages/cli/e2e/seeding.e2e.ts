import { mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ListTasksCommand } from '@aws-sdk/client-ecs'
import type { JobView } from '@chronicle/core'
import { clone, localSeeding, names } from '@chronicle/local'
import { downloadByAria2, startTracker, withClients } from '@chronicle/seeder/testing'
import { afterAll, describe, expect, it } from '@jest/globals'
import { describeJob } from '../src/describe-job.ts'
import { foreignTorrent } from './foreign-torrent.ts'
import { sample, stackUnderTest } from './stack-under-test.ts'

type StackUnderTest = Awaited<ReturnType<typeof stackUnderTest>>

const tracker = await startTracker()
const folder = await mkdtemp(join(tmpdir(), 'chronicle-e2e-seeding-'))
afterAll(async () => {
  await tracker.stop()
  await rm(folder, { recursive: true })
})

/** The job once its seeding is as the test waits for it. */
async function jobOnce({ api }: StackUnderTest, jobId: string, isThere: (job: JobView) => boolean): Promise<JobView> {
  for (let tries = 0; tries < 600; tries++) {
    const job = await api.job(jobId)
    if (isThere(job)) return job
    await sleep(100)
  }
  throw new Error(`job "${jobId}" is still ${JSON.stringify((await api.job(jobId)).seeding)}`)
}

describe('a completed job, with seeding on', () => {
  withClients(
    'is seeded by a task of its own: a real client gets the recording byte for byte; the ratio ends it',
    async () => {
      const stack = await stackUnderTest({ seeding: { ...localSeeding, ratio: 1, trackers: [tracker.url] } })
      try {
        await using stream = await sample()
        const { jobId } = await stack.api.submit({ url: stream.url, filename: 'seeded' })
        // The launch of its seeder may already stand in the row when the job is first seen to have ended.
        const { seeding: _launched, seeder: _seeder, ...ended } = await stack.ended(jobId)
        expect(ended).toMatchObject({ status: 'COMPLETED' })
        await jobOnce(stack, jobId, ({ seeding }) => seeding?.state === 'SEEDING')
        const { taskArns } = await stack.aws.ecs.send(
          new ListTasksCommand({ cluster: names.cluster, family: names.seederFamily, startedBy: `seed/${jobId}/1/1` }),
        )
        expect(taskArns).toHaveLength(1)

        const torrent = await stack.object(ended.s3Bucket, ended.torrentFile)
        const file = join(folder, 'seeded.torrent')
        await writeFile(file, torrent)
        await downloadByAria2(file, folder)
        const recording = await stack.object(ended.s3Bucket, ended.s3Key)
        const got = await readFile(join(folder, foreignTorrent(torrent).name))
        expect(got.length).toBe(ended.size)
        expect(Buffer.compare(got, recording)).toBe(0)

        const { seeding, seeder, ...job } = await jobOnce(stack, jobId, (now) => now.seeding?.state === 'ENDED')
        expect(job).toEqual(ended)
        expect(seeding).toMatchObject({ endReason: 'RATIO' })
        expect(seeder).toBeUndefined()
        expect(describeJob({ ...job, seeding })).toMatch(/seeding {2,}ENDED RATIO/)
      } finally {
        await stack.stop()
      }
    },
  )

  it('says so when there is no client to seed with, and is completed all the same', async () => {
    const path = await mkdtemp(join(folder, 'path-'))
    await symlink(join(clone.tools, 'bin/node'), join(path, 'node'))
    const seeder = { command: process.execPath, args: [clone.seeder], path }
    const stack = await stackUnderTest({ seeding: localSeeding, seeder })
    try {
      await using stream = await sample()
      const { jobId } = await stack.api.submit({ url: stream.url })
      await stack.ended(jobId)
      const job = await jobOnce(stack, jobId, ({ seeding }) => seeding?.state === 'FAILED')
      expect(job).toMatchObject({
        status: 'COMPLETED',
        seeding: { errorCode: 'CLIENT_MISSING', error: expect.stringContaining('apt-get install transmission-daemon') },
      })
      expect(describeJob(job)).toMatch(/seeding {2,}FAILED CLIENT_MISSING: there is no "transmission-daemon"/)
    } finally {
      await stack.stop()
    }
  })

  it('is left alone where seeding is off', async () => {
    const stack = await stackUnderTest()
    try {
      await using stream = await sample()
      const { jobId } = await stack.api.submit({ url: stream.url })
      await stack.ended(jobId)
      await sleep(3000)
      expect((await stack.api.job(jobId)).seeding).toBeUndefined()
    } finally {
      await stack.stop()
    }
  })
})
