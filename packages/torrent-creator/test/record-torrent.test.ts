import { jobIdSchema, jobSchema, torrentId } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { environment } from '../src/env.ts'
import { BUCKET, createCreator } from './creator.ts'

const recordingKey = 'recordings/2026/03/04/job-1/clip.mkv'
const ofJob = { 'chronicle-job-id': 'job-1' }

describe('the row of an object that nobody recorded', () => {
  const jobId = torrentId({ bucket: BUCKET, key: 'notes.txt' })

  it('says where its torrent is and what it is of', async () => {
    const { put, send, row, torrentOf, jobs } = createCreator()
    const { versionId } = put('notes.txt', 'content')
    await send({ bucket: BUCKET, key: 'notes.txt', versionId })
    expect(row(jobId)).toMatchObject({
      kind: 'torrent',
      status: 'COMPLETED',
      s3Bucket: BUCKET,
      s3Key: 'notes.txt',
      size: 7,
      torrentFile: 'notes.txt.torrent',
      infoHash: torrentOf('notes.txt')?.infoHash,
      magnet: expect.stringContaining(`urn:btih:${torrentOf('notes.txt')?.infoHash}`),
      pieceLength: 262_144,
      sourceVersionId: versionId,
      createdAt: '2026-03-04T05:06:07.000Z',
      ttl: Date.UTC(2026, 3, 3, 5, 6, 7) / 1000,
      events: [{ status: 'COMPLETED', attempt: 1 }],
    })
    expect(jobSchema.parse(row(jobId))).toEqual(row(jobId))
    expect(jobs.rows.size).toBe(1)
  })

  it('is not among the jobs that are listed', async () => {
    const { put, send, jobs } = createCreator()
    await send(put('notes.txt', 'content'))
    await expect(jobs.list({ limit: 10 })).resolves.toEqual({ items: [] })
  })

  it('stays one when the object is replaced, and says the latest of it', async () => {
    const { put, send, row, jobs, torrentOf } = createCreator()
    await send(put('notes.txt', 'content'))
    await send(put('notes.txt', 'new content'))
    expect(jobs.rows.size).toBe(1)
    expect(row(jobId)).toMatchObject({ size: 11, infoHash: torrentOf('notes.txt')?.infoHash })
    expect(row(jobId)?.events).toHaveLength(2)
  })

  it('says of an empty object why it has no torrent', async () => {
    const { put, send, row, torrentOf } = createCreator()
    await send(put('notes.txt', ''))
    expect(torrentOf('notes.txt')).toBeUndefined()
    expect(row(jobId)).toMatchObject({
      kind: 'torrent',
      status: 'FAILED',
      errorCode: 'EMPTY_OBJECT',
      error: 'object "notes.txt" has 0 bytes, and a torrent describes at least one',
      size: 0,
    })
    expect(row(jobId)).not.toHaveProperty('infoHash')
  })

  it('forgets that the object was empty once it is not', async () => {
    const { put, send, row } = createCreator()
    await send(put('notes.txt', ''))
    await send(put('notes.txt', 'content'))
    expect(row(jobId)).toMatchObject({ status: 'COMPLETED', size: 7, infoHash: expect.any(String) })
    expect(row(jobId)).not.toHaveProperty('errorCode')
    expect(row(jobId)).not.toHaveProperty('error')
  })
})

describe('the row of an object that becomes empty', () => {
  it('forgets the torrent of the bytes that are gone', async () => {
    const { put, send, jobs } = createCreator()
    await send(put('notes.txt', 'content'))
    await send(put('notes.txt', ''))
    const [row] = jobs.rows.values()
    expect(row).toMatchObject({ status: 'FAILED', errorCode: 'EMPTY_OBJECT', size: 0 })
    for (const attribute of ['infoHash', 'magnet', 'torrentFile', 'pieceLength'])
      expect(row).not.toHaveProperty(attribute)
  })
})

describe('the row of a recording', () => {
  const completed = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key: recordingKey })

  it('gets the torrent that it lacked, and loses the error of the one that had failed', async () => {
    const { put, send, row, jobs, torrentOf } = createCreator({ rows: [{ ...completed, torrentError: 'S3 was down' }] })
    await send(put(recordingKey, 'content', ofJob))
    expect(row('job-1')).toEqual({
      ...completed,
      torrentFile: `${recordingKey}.torrent`,
      infoHash: torrentOf(recordingKey)?.infoHash,
      magnet: expect.stringMatching(/^magnet:/),
      pieceLength: 262_144,
    })
    expect(jobs.rows.size).toBe(1)
  })

  it.each([
    ['still has its recorder at work', { status: 'CREATING_TORRENT' as const }],
    ['has its torrent noted', { infoHash: 'f'.repeat(40), torrentFile: 'by the recorder' }],
    ['has failed', { status: 'FAILED' as const, errorCode: 'STREAM_LOST' }],
  ])('is left alone when the job %s', async (_, change) => {
    const before = { ...completed, ...change }
    const { put, send, jobs, torrentOf } = createCreator({ rows: [before] })
    await send(put(recordingKey, 'content', ofJob))
    expect(torrentOf(recordingKey)).toBeDefined()
    expect([...jobs.rows.values()]).toEqual([before])
  })

  it.each(['PENDING', 'RECORDING', 'FAILED'] as const)(
    'keeps the torrent of an earlier attempt with that attempt, when the job has gone on and is %s',
    async (status) => {
      const earlier = {
        attempt: 1,
        status: 'COMPLETED',
        s3Key: recordingKey,
        size: 7,
        torrentError: 'it failed',
      } as const
      const { s3Key: _, ...row } = completed
      const { put, send, jobs, torrentOf } = createCreator({
        rows: [{ ...row, status, attempt: 2, attempts: [earlier] }],
      })
      await send(put(recordingKey, 'content', ofJob))
      await send(put(recordingKey, 'content', ofJob))
      const { torrentError: __, ...kept } = earlier
      const torrent = { torrentFile: `${recordingKey}.torrent`, infoHash: torrentOf(recordingKey)?.infoHash }
      expect([...jobs.rows.values()]).toMatchObject([{ status, attempt: 2, attempts: [{ ...kept, ...torrent }] }])
      expect(jobs.rows.get('job-1')?.attempts?.[0]).not.toHaveProperty('torrentError')
      expect(jobs.rows.get('job-1')).not.toHaveProperty('infoHash')
    },
  )

  it('is not touched by a copy of the recording, which has a row of its own', async () => {
    const before = { ...completed, torrentError: 'it failed' }
    const { put, send, jobs } = createCreator({ rows: [before] })
    await send(put('copies/of-it.mkv', 'content', ofJob))
    expect(jobs.rows.get(before.jobId)).toEqual(before)
    expect([...jobs.rows.values()].find(({ kind }) => kind === 'torrent')).toMatchObject({ s3Key: 'copies/of-it.mkv' })
  })

  it('is written by the repeated event when an earlier run died after it had published', async () => {
    const before = { ...completed, torrentError: 'it failed' }
    const first = createCreator({ rows: [before] })
    const object = first.put(recordingKey, 'content', ofJob)
    await first.send(object)
    const noted = first.jobs.rows.get(before.jobId)
    first.jobs.rows.set(before.jobId, before)
    await first.send(object)
    expect(first.jobs.rows.get(before.jobId)).toEqual(noted)
  })
})

describe('the row of any other object', () => {
  it('has an id of 40 characters that is like any job id, the same for every version of the object', async () => {
    const { put, send, jobs } = createCreator()
    await send(put('films/a.mp4', 'first'))
    await send(put('films/a.mp4', 'second'))
    const [id, ...others] = [...jobs.rows.keys()]
    expect(others).toEqual([])
    expect(id).toBe(torrentId({ bucket: BUCKET, key: 'films/a.mp4' }))
    expect(id).toHaveLength(40)
    expect(jobIdSchema.safeParse(id).success).toBe(true)
  })

  it('is a row that the schema of jobs knows, of the kind that lists leave out', async () => {
    const { put, send, jobs } = createCreator()
    await send(put('films/a.mp4', 'content'))
    const [row] = [...jobs.rows.values()]
    expect(jobSchema.parse(row)).toMatchObject({
      kind: 'torrent',
      status: 'COMPLETED',
      size: 7,
      ttl: expect.any(Number),
    })
  })

  it('says of each version only what is true of it', async () => {
    const { put, send, jobs } = createCreator()
    await send(put('films/a.mp4', 'content'))
    await send(put('films/a.mp4', ''))
    const [row] = [...jobs.rows.values()]
    expect(row).toMatchObject({ status: 'FAILED', errorCode: 'EMPTY_OBJECT', size: 0 })
    expect(row).not.toHaveProperty('infoHash')
    await send(put('films/a.mp4', 'again'))
    expect([...jobs.rows.values()]).toMatchObject([{ status: 'COMPLETED', size: 5 }])
    expect([...jobs.rows.values()][0]).not.toHaveProperty('errorCode')
  })

  it('is not written again for a version that it knows', async () => {
    const { put, send, jobs } = createCreator()
    const empty = put('films/a.mp4', '')
    await send(empty)
    const [before] = [...jobs.rows.values()]
    await send(empty)
    expect([...jobs.rows.values()]).toEqual([before])
  })
})

it('takes exactly these settings, which Terraform, the preload of layers and Lambda itself give it', () => {
  expect(Object.keys(environment.shape).sort()).toEqual([
    'API_ORIGIN',
    'AWS_ENDPOINT_URL',
    'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
    'AWS_LAMBDA_FUNCTION_NAME',
    'DDB_TABLE',
    'LAYER_FOLDERS',
    'PUBLIC_BASE_URL',
    'S3_BUCKET',
    'TORRENT_ENGINE',
    'TORRENT_MOST_BYTES',
    'TRACKERS',
    'TTL_DAYS',
  ])
})
