import { createStreamingPieces, type PieceSource } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { ObjectTooLarge } from '../src/pieces/scratch-folder.ts'
import { torrentId } from '../src/torrent-id.ts'
import { BUCKET, createCreator } from './creator.ts'

const tooLarge = new ObjectTooLarge('object "film.mkv" has 600000000 bytes, and /tmp has room for 500000000')

/** Pieces that cannot be had until `mend` is called. */
function refusingPieces(error: Error) {
  let isMended = false
  const createPieces: typeof createStreamingPieces = (objects): PieceSource => {
    const streaming = createStreamingPieces(objects)
    const hash: PieceSource['hash'] = (...args) => (isMended ? streaming.hash(...args) : Promise.reject(error))
    return { engine: 'refusing', hash }
  }
  const mend = () => {
    isMended = true
  }
  return { createPieces, mend }
}

describe('an object that can never have a torrent as it is', () => {
  const jobId = torrentId({ bucket: BUCKET, key: 'film.mkv' })

  it('has that noted in its row, with the code and what to do, and its event is not repeated', async () => {
    const { put, send, row, torrentOf } = createCreator(refusingPieces(tooLarge))
    await expect(send(put('film.mkv', 'content'))).resolves.toBeUndefined()
    expect(torrentOf('film.mkv')).toBeUndefined()
    expect(row(jobId)).toMatchObject({
      kind: 'torrent',
      status: 'FAILED',
      errorCode: 'OBJECT_TOO_LARGE',
      error: tooLarge.message,
      size: 7,
    })
  })

  it('has that noted in the row of its job when it is a recording, which stays COMPLETED', async () => {
    const s3Key = 'recordings/2026/03/04/job-1/clip.mkv'
    const completed = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key })
    const { put, send, jobs } = createCreator({ ...refusingPieces(tooLarge), rows: [completed] })
    await send(put(s3Key, 'content', { 'chronicle-job-id': completed.jobId }))
    expect([...jobs.rows.values()]).toEqual([{ ...completed, torrentError: tooLarge.message }])
  })

  it('gets its torrent by a repeated event once it can, and its row says so', async () => {
    const { mend, ...refusing } = refusingPieces(tooLarge)
    const { put, send, row, torrentOf } = createCreator(refusing)
    const object = put('film.mkv', 'content')
    await send(object)
    mend()
    await send(object)
    expect(row(jobId)).toMatchObject({ status: 'COMPLETED', infoHash: torrentOf('film.mkv')?.infoHash })
    expect(row(jobId)).not.toHaveProperty('errorCode')
  })

  it.each([
    ['of an unknown kind', new Error('S3 is down')],
    ['that may pass', Object.assign(new ObjectTooLarge('for now'), { retryable: true })],
  ])('is not taken for one because of an error %s: its event is repeated', async (_, error) => {
    const { put, send, jobs } = createCreator(refusingPieces(error))
    await expect(send(put('film.mkv', 'content'))).rejects.toMatchObject({ errors: [error] })
    expect(jobs.rows.size).toBe(0)
  })
})

describe('what has made a torrent', () => {
  it('is in the log', async () => {
    const { put, send, log } = createCreator()
    await send(put('film.mkv', 'content'))
    const line = { level: 'info', message: 'torrent made', fields: { key: 'film.mkv', engine: 'streaming' } }
    expect(log.lines).toMatchObject([line])
  })
})
