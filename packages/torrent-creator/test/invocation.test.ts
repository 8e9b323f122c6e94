import { type PieceSource, torrentId } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { createInvocation } from '../src/invocation.ts'
import { ObjectTooLarge } from '../src/too-large.ts'
import { BUCKET, createCreator } from './creator.ts'

const source = { bucket: BUCKET, key: 'a.bin', etag: '"e"', size: 1000 }
const rowId = torrentId(source)

describe('an invocation that hashes an object', () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  /** A context with 30 s, and a source that hashes so many bytes each second. */
  function withPace(bytesPerSecond: number, tells = true) {
    const began = Date.now()
    const invocation = createInvocation({ getRemainingTimeInMillis: () => 30_000 - (Date.now() - began) }, undefined)
    let seconds = 0
    const pieces: PieceSource = {
      engine: 'paced',
      hash: async ({ size }, signal, onProgress) => {
        for (; seconds * bytesPerSecond < size; seconds++) {
          if (tells && seconds > 0) onProgress?.(seconds * bytesPerSecond)
          signal.throwIfAborted()
          await jest.advanceTimersByTimeAsync(1000)
        }
        signal.throwIfAborted()
        return new Uint8Array(20)
      },
    }
    return { hash: () => invocation.hash(pieces, source), seconds: () => seconds }
  }

  it('goes on with what it has time for', async () => {
    await expect(withPace(40).hash()).resolves.toHaveLength(20)
  })

  it('leaves off as soon as its pace tells that the time is not enough, and says so', async () => {
    const { hash, seconds } = withPace(20)
    await expect(hash()).rejects.toMatchObject({
      code: 'OBJECT_TOO_LARGE',
      message: expect.stringMatching(
        /1000 bytes, which the 27 s of an invocation are not enough for \(80 were hashed\)/,
      ),
    })
    expect(seconds()).toBe(4)
  })

  it('leaves off three seconds before its end where the source says nothing of its pace', async () => {
    const { hash, seconds } = withPace(20, false)
    await expect(hash()).rejects.toBeInstanceOf(ObjectTooLarge)
    expect(seconds()).toBe(27)
  })
})

describe('an object that one invocation cannot hash', () => {
  const tooLarge: () => PieceSource = () => ({
    engine: 'slow',
    hash: () => Promise.reject(new ObjectTooLarge('the disk is full')),
  })

  it('is handed to a task: its row waits, and is due', async () => {
    const { put, send, row, torrentOf, clock } = createCreator({ mostBytes: 6 })
    const { versionId } = put('a.bin', 'content')
    await send({ bucket: BUCKET, key: 'a.bin' })
    expect(torrentOf('a.bin')).toBeUndefined()
    expect(row(rowId)).toMatchObject({
      ...{ kind: 'torrent', status: 'PENDING', attempt: 1, launch: 1, s3Bucket: BUCKET, s3Key: 'a.bin', size: 7 },
      ...{ sourceVersionId: versionId, open: 'yes', lookAt: clock.now().toISOString() },
      events: [{ status: 'PENDING', reason: 'object "a.bin" has 7 bytes, and an invocation hashes at most 6' }],
    })
  })

  it('is not kept from its torrent where it is not above the bound', async () => {
    const { put, send, torrentOf } = createCreator({ mostBytes: 7 })
    await send(put('a.bin', 'content'))
    expect(torrentOf('a.bin')).toBeDefined()
  })

  it('is handed over where the disk of its engine is too small', async () => {
    const { put, send, row } = createCreator({ createPieces: tooLarge })
    await send(put('a.bin', 'content'))
    expect(row(rowId)).toMatchObject({ status: 'PENDING' })
  })

  it('is handed over once, however often its event comes, and left to the task that has it', async () => {
    const { put, send, row, jobs } = createCreator({ mostBytes: 6 })
    const object = put('a.bin', 'content')
    await send(object, object, object)
    await jobs.change(rowId, {}, { set: { status: 'CREATING_TORRENT', runner: 'task-1' } })
    const before = row(rowId)
    await send(object)
    await send(put('a.bin', 'new content'))
    expect(row(rowId)).toEqual(before)
    expect(jobs.rows.size).toBe(1)
  })

  it('is handed over anew when it is replaced after its task had ended, and what that came to does not count', async () => {
    const { put, send, row, jobs } = createCreator({ mostBytes: 6 })
    await send(put('a.bin', 'content'))
    const ended = {
      status: 'FAILED',
      errorCode: 'RECORDER_LOST',
      runner: 'task-1',
      attempt: 3,
      hashedBytes: 5,
    } as const
    const attempts = [1, 2].map((attempt) => ({ attempt, status: 'FAILED' as const }))
    await jobs.change(rowId, {}, { set: { ...ended, attempts, infoHash: 'f'.repeat(40) } })
    const { versionId } = put('a.bin', 'new content')
    await send({ bucket: BUCKET, key: 'a.bin' })
    expect(row(rowId)).toMatchObject({ status: 'PENDING', attempt: 4, launch: 1, size: 11, sourceVersionId: versionId })
    for (const stale of ['attempts', 'errorCode', 'runner', 'hashedBytes', 'infoHash'] as const)
      expect(row(rowId)).not.toHaveProperty(stale)
  })

  it('gets a row of its own beside that of the job whose recording it is', async () => {
    const s3Key = 'recordings/2026/03/04/job-1/clip.mkv'
    const completed = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key, torrentError: 'it was too large' })
    const { put, send, row } = createCreator({ mostBytes: 6, rows: [completed] })
    await send(put(s3Key, 'content', { 'chronicle-job-id': 'job-1' }))
    expect(row('job-1')).toEqual(completed)
    expect(row(torrentId({ bucket: BUCKET, key: s3Key }))).toMatchObject({ kind: 'torrent', status: 'PENDING' })
  })

  it('is taken back from its task when it has become small enough', async () => {
    const { put, send, row, torrentOf } = createCreator({ mostBytes: 6 })
    await send(put('a.bin', 'content'))
    await send(put('a.bin', 'small'))
    expect(torrentOf('a.bin')).toBeDefined()
    expect(row(rowId)).toMatchObject({ status: 'COMPLETED', size: 5 })
    expect(row(rowId)).not.toHaveProperty('lookAt')
  })
})
