import { type Job, recordingKey, recordingMetadata } from '@chronicle/core'
import { describe, expect, it } from '@jest/globals'
import { dueJob } from './due-job.ts'
import { createLifecycle, NOW, taskArn } from './lifecycle.ts'

const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString()
const object = { bucket: 'bucket', key: 'films/a.bin' }

/** The row of a torrent that a task was making. */
const making = (row: Partial<Job> = {}) =>
  dueJob({
    ...{ kind: 'torrent', status: 'CREATING_TORRENT', s3Bucket: object.bucket, s3Key: object.key, hashedBytes: 5 },
    ...{ taskArn, runner: taskArn, taskDefinition: 'arn:definition:1', createdAt: minutesAgo(120) },
    ...{ startedAt: minutesAgo(30), lastHeartbeat: minutesAgo(5) },
    ...row,
  })
const failed = (attempt: number) => ({ attempt, status: 'FAILED' as const, errorCode: 'RECORDER_KILLED' })

describe('the row of a torrent whose task has stopped', () => {
  it.each([
    ['was killed', { containers: [{ exitCode: 137 }] }],
    ['could not read its object', { containers: [{ exitCode: 1 }] }],
  ])('goes on with the next attempt where it %s, and its object is left as it is', async (_, detail) => {
    const { stop, row, queue, bucket, uploads } = createLifecycle([making()])
    bucket.put(object, Buffer.from('content'))
    const upload = await uploads.begin(object, { contentType: '', metadata: {} })
    await stop(detail)
    expect(row()).toMatchObject({
      status: 'PENDING',
      attempt: 2,
      launch: 1,
      s3Key: object.key,
      s3Bucket: object.bucket,
    })
    expect(row()).not.toHaveProperty('runner')
    expect(queue.rings).toHaveLength(1)
    expect(bucket.keys()).toEqual(['bucket/films/a.bin'])
    expect([...uploads.open.keys()]).toEqual([upload.uploadId])
  })

  it('keeps nothing as a recording of its own, though the object says of itself that this very attempt recorded it', async () => {
    const { stop, row, bucket } = createLifecycle([making()])
    const { versionId } = bucket.put(object, Buffer.from('content'), undefined, recordingMetadata(making()))
    await stop({ containers: [{ exitCode: 137 }] })
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2, attempts: [{ status: 'FAILED' }] })
    expect(bucket.versions(object.bucket, '')).toMatchObject([{ versionId }])
  })

  it('leaves the upload of a recorder alone that has the key of its object', async () => {
    const key = recordingKey(making())
    const { stop, row, uploads } = createLifecycle([making({ s3Key: key })])
    const { uploadId } = await uploads.begin({ bucket: object.bucket, key }, { contentType: '', metadata: {} })
    await stop({ containers: [{ exitCode: 137 }] })
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
    expect([...uploads.open.keys()]).toEqual([uploadId])
  })

  it('has failed, with the code, after as many attempts as a job may have', async () => {
    const { stop, row, metrics } = createLifecycle([making({ attempt: 3, attempts: [failed(1), failed(2)] })])
    await stop({ startedBy: 'job-1/3/1', containers: [{ exitCode: 137 }] })
    expect(row()).toMatchObject({ status: 'FAILED', errorCode: 'RECORDER_KILLED' })
    expect(metrics.counted).toEqual([{ name: 'TorrentFailed', dimensions: { code: 'RECORDER_KILLED' } }])
  })

  it('has as many at the next version of its object, however many it had before', async () => {
    const { stop, row } = createLifecycle([making({ attempt: 7 })])
    await stop({ startedBy: 'job-1/7/1', containers: [{ exitCode: 137 }] })
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 8 })
  })

  it('is not seeded when it is completed', async () => {
    const launched: unknown[] = []
    const tasks = { run: async (launch: unknown) => ({ taskArn: String(launched.push(launch)) }), stop: async () => {} }
    const done = making({ status: 'COMPLETED', torrentFile: 'films/a.bin.torrent' })
    const { stop, row } = createLifecycle([done], { seeders: { tasks, taskDefinition: 'arn:seeder:1' } })
    await stop()
    expect(launched).toEqual([])
    expect(row()).not.toHaveProperty('seeding')
  })
})

describe('the row of a torrent of which nothing is heard', () => {
  it('is left alone as long as its task lives, longer than any recording may take', async () => {
    const { sweep, row, tasks } = createLifecycle([making({ startedAt: minutesAgo(60 * 24) })])
    tasks.tell({ taskArn, lastStatus: 'RUNNING', startedBy: 'job-1/1/1' })
    await sweep()
    expect(tasks.stopped).toEqual([])
    expect(row()?.status).toBe('CREATING_TORRENT')
  })

  it('goes on with the next attempt where ECS does not know its task any more', async () => {
    const { sweep, row } = createLifecycle([making({ lastHeartbeat: minutesAgo(10) })])
    await sweep()
    expect(row()).toMatchObject({ status: 'PENDING', attempt: 2 })
  })

  it('is rung for where it waits for its first task', async () => {
    const { sweep, queue } = createLifecycle([dueJob({ kind: 'torrent', status: 'PENDING', s3Key: object.key })])
    await sweep()
    expect(queue.rings).toHaveLength(1)
  })
})
