import { isEnded, JOB_ID_METADATA, type Job, jobStatuses, recordingKey, torrentKey } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { arnOf, createDispatcher } from './dispatcher.ts'

const bucket = 'chronicle-recordings-dev'
type Dispatcher = ReturnType<typeof createDispatcher>

const purge = (request: Dispatcher['request'], purge = 'true') =>
  request({ method: 'DELETE', path: '/jobs/job-1', query: { purge } })

/** Puts a recording of this job and its torrent, as the recorder does; answers what a row says of it. */
function record({ bucket: objects }: Dispatcher, key: string, jobId = 'job-1') {
  const body = Buffer.from(`recording at ${key}`)
  const { etag, versionId } = objects.put({ bucket, key }, body, 'video/x-matroska', { [JOB_ID_METADATA]: jobId })
  const source = { 'source-etag': etag, 'source-size': String(body.length), 'source-version-id': versionId }
  objects.put({ bucket, key: torrentKey(key) }, Buffer.from('torrent'), 'application/x-bittorrent', source)
  return { s3Key: key, size: body.length, sourceEtag: etag, sourceVersionId: versionId, torrentFile: torrentKey(key) }
}

/** A job of two attempts: the first one was cut short, the second has its whole recording. */
function withRecordedJob(overrides: Partial<Job> = {}) {
  const dispatcher = createDispatcher()
  const job = buildJob({ s3Bucket: bucket, attempt: 2, status: 'COMPLETED', ...overrides })
  const first = {
    attempt: 1,
    status: 'COMPLETED',
    partial: true,
    ...record(dispatcher, 'recordings/wanted.mkv'),
  } as const
  const second = record(dispatcher, recordingKey(job))
  dispatcher.jobs.rows.set('job-1', { ...job, attempts: [first], ...second, ...overrides })
  return dispatcher
}

describe('DELETE /jobs/{jobId}?purge=true', () => {
  it('deletes recordings and torrents of all attempts, what was rendered, and the row', async () => {
    const dispatcher = withRecordedJob()
    dispatcher.bucket.put({ bucket, key: '.chronicle/rendered/job-1/rendered.torrent' }, Buffer.from('rendered'))
    expect(dispatcher.bucket.keys()).toHaveLength(5)
    await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 204, body: undefined })
    expect(dispatcher.bucket.keys()).toEqual([])
    expect(dispatcher.job('job-1')).toBeUndefined()
    await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 404, body: { code: 'JOB_NOT_FOUND' } })
  })

  it('leaves what belongs to others: other jobs, other objects, and what somebody put to the same keys', async () => {
    const dispatcher = withRecordedJob()
    const { bucket: objects } = dispatcher
    const others = [
      objects.put({ bucket, key: 'recordings/wanted.mkv' }, Buffer.from('edited by hand')),
      objects.put({ bucket, key: 'recordings/wanted.mkv.torrent' }, Buffer.from('its torrent'), '', {
        'source-etag': '"other"',
        'source-size': '14',
        'source-version-id': 'other',
      }),
      objects.put({ bucket, key: 'recordings/wanted.mkv.txt' }, Buffer.from('notes'), '', {
        [JOB_ID_METADATA]: 'job-1',
      }),
      objects.put({ bucket, key: '.chronicle/rendered/job-10/rendered.torrent' }, Buffer.from('rendered')),
    ].map(({ versionId }) => versionId)
    record(dispatcher, recordingKey(buildJob({ jobId: 'job-10' })), 'job-10')
    await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 204 })
    const left = objects.versions(bucket, '').map(({ key, versionId }) => [key, others.includes(versionId)])
    expect(left).toEqual([
      ['recordings/wanted.mkv', true],
      ['recordings/wanted.mkv.torrent', true],
      ['recordings/wanted.mkv.txt', true],
      ['.chronicle/rendered/job-10/rendered.torrent', true],
      [recordingKey(buildJob({ jobId: 'job-10' })), false],
      [torrentKey(recordingKey(buildJob({ jobId: 'job-10' }))), false],
    ])
  })

  it('finds a recording that the row does not know of, because its recorder died between the two', async () => {
    const dispatcher = createDispatcher({ rows: [buildJob({ s3Bucket: bucket, status: 'FAILED' })] })
    record(dispatcher, recordingKey(buildJob()))
    await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 204 })
    expect(dispatcher.bucket.keys()).toEqual([])
  })

  it('gives up an upload that nobody finished', async () => {
    const dispatcher = createDispatcher()
    const key = recordingKey(buildJob())
    const { uploadId } = await dispatcher.uploads.begin({ bucket, key }, { contentType: '', metadata: {} })
    const row = buildJob({ status: 'FAILED', s3Bucket: bucket, s3Key: key, uploadId })
    dispatcher.jobs.rows.set('job-1', row)
    await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 204 })
    expect(dispatcher.uploads.open.size).toBe(0)
  })

  it('asks the seeder to stop', async () => {
    const dispatcher = withRecordedJob({ seeder: arnOf('seed/job-1/2/1') })
    await purge(dispatcher.request)
    expect(dispatcher.tasks.stopped).toEqual([arnOf('seed/job-1/2/1')])
  })

  it.each(jobStatuses.filter((status) => !isEnded(status)))(
    'refuses a job that is %s, and deletes nothing',
    async (status) => {
      const dispatcher = withRecordedJob({ status })
      const before = dispatcher.job('job-1')
      const answer = await purge(dispatcher.request)
      expect(answer).toMatchObject({ statusCode: 409, body: { code: 'JOB_NOT_PURGEABLE' } })
      expect(answer.body.detail).toContain('cancel it')
      expect(dispatcher.job('job-1')).toEqual(before)
      expect(dispatcher.bucket.keys()).toHaveLength(4)
    },
  )

  it('refuses the row of an object that nobody recorded', async () => {
    const dispatcher = withRecordedJob({ kind: 'torrent' })
    await expect(purge(dispatcher.request)).resolves.toMatchObject({
      statusCode: 409,
      body: { code: 'JOB_NOT_PURGEABLE' },
    })
    expect(dispatcher.bucket.keys()).toHaveLength(4)
  })

  it('refuses a backfill, which has made nothing itself', async () => {
    const dispatcher = withRecordedJob({ kind: 'backfill', prefix: 'films/' })
    const before = dispatcher.job('job-1')
    const answer = await purge(dispatcher.request)
    expect(answer).toMatchObject({ statusCode: 409, body: { code: 'JOB_NOT_PURGEABLE' } })
    expect(answer.body.detail).toContain('it is a backfill')
    expect(dispatcher.job('job-1')).toEqual(before)
  })

  it('is not meant by purge=false', async () => {
    const dispatcher = withRecordedJob()
    await expect(purge(dispatcher.request, 'false')).resolves.toMatchObject({ statusCode: 200 })
    expect(dispatcher.bucket.keys()).toHaveLength(4)
    await expect(purge(dispatcher.request, 'yes')).resolves.toMatchObject({ statusCode: 400 })
  })

  it('lets no retry begin while it goes on', async () => {
    const dispatcher = withRecordedJob({ status: 'FAILED' })
    const remove = async () => {
      const answer = await dispatcher.request({ method: 'POST', path: '/jobs/job-1/retry' })
      expect(answer).toMatchObject({ statusCode: 409, body: { code: 'JOB_NOT_RETRYABLE' } })
      throw new Error('it dies here')
    }
    const dying = createDispatcher({ ...dispatcher, versions: { ...dispatcher.versions, remove } })
    await expect(purge(dying.request)).resolves.toMatchObject({ statusCode: 500 })
    expect(dispatcher.job('job-1')).toMatchObject({ status: 'FAILED', purgeRequested: true })
    expect.assertions(3)
  })

  it('is finished by the next one wherever it dies, and its row goes last', async () => {
    let deaths = 0
    for (let survived = 0; ; survived++) {
      const dispatcher = withRecordedJob()
      let calls = 0
      const mortal =
        <Args extends unknown[], Result>(call: (...args: Args) => Promise<Result>) =>
        async (...args: Args) => {
          calls += 1
          if (calls > survived) throw new Error('it dies here')
          return call(...args)
        }
      const { jobs, objects, versions } = dispatcher
      const dying = createDispatcher({
        ...dispatcher,
        jobs: { ...jobs, change: mortal(jobs.change), remove: mortal(jobs.remove) },
        objects: { ...objects, head: mortal(objects.head) },
        versions: { ...versions, remove: mortal(versions.remove) },
      })
      const { statusCode } = await purge(dying.request)
      if (statusCode === 204) break
      deaths += 1
      expect(dispatcher.job('job-1')).toBeDefined()
      await expect(purge(dispatcher.request)).resolves.toMatchObject({ statusCode: 204 })
      expect([dispatcher.bucket.keys(), dispatcher.job('job-1')]).toEqual([[], undefined])
    }
    expect(deaths).toBe(10)
  })
})
