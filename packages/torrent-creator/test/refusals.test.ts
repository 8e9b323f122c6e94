import { ObjectArchived, ObjectEncrypted, type ObjectHead, type ObjectStore, torrentId } from '@chronicle/core'
import { buildJob } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator } from './creator.ts'

const rowId = (key: string) => torrentId({ bucket: BUCKET, key })

/** A store whose object is in another state than others, until `mend` is called. */
function disturbed(head: (store: ObjectStore, found: ObjectHead) => ObjectHead) {
  let isMended = false
  const disturb = (store: ObjectStore): ObjectStore => ({
    ...store,
    head: async (id, versionId) => {
      const found = await store.head(id, versionId)
      return !found || isMended || id.key.endsWith('.torrent') ? found : head(store, found)
    },
  })
  const mend = () => {
    isMended = true
  }
  return { disturb, mend }
}
const archived = () => disturbed((_, found) => ({ ...found, isArchived: true }))
const encrypted = () =>
  disturbed(() => {
    throw new ObjectEncrypted('film.mkv')
  })

describe('an object that can have no torrent as it is', () => {
  it.each([
    ['is empty', 'EMPTY_OBJECT', 'film.mkv', '', disturbed((_, found) => found)],
    ['marks a folder', 'FOLDER_MARKER', 'films/', '', disturbed((_, found) => found)],
    ['marks a folder and has content', 'FOLDER_MARKER', 'films/', 'content', disturbed((_, found) => found)],
    ['has a key of 1,017 bytes', 'KEY_TOO_LONG', `${'é'.repeat(508)}x`, 'content', disturbed((_, found) => found)],
    ['is archived', 'OBJECT_ARCHIVED', 'film.mkv', 'content', archived()],
    ['is encrypted with a key of its own', 'OBJECT_ENCRYPTED', 'film.mkv', 'content', encrypted()],
  ])(
    'where it %s has %s in its row, no torrent, and its event is not repeated',
    async (_, code, key, content, broken) => {
      const { put, send, row, torrentOf } = createCreator({ disturb: broken.disturb })
      await expect(send(put(key, content))).resolves.toBeUndefined()
      expect(torrentOf(key)).toBeUndefined()
      expect(row(rowId(key))).toMatchObject({
        kind: 'torrent',
        status: 'FAILED',
        errorCode: code,
        error: expect.stringContaining(`object "${key.slice(0, 80)}`),
        s3Key: key,
      })
    },
  )

  it('has one where its key has 1,016 bytes, the most that leaves room for the torrent', async () => {
    const key = 'é'.repeat(508)
    const { put, send, row, torrentOf } = createCreator()
    await send(put(key, 'content'))
    expect(torrentOf(key)).toBeDefined()
    expect(row(rowId(key))).toMatchObject({ status: 'COMPLETED' })
  })

  it('loses the torrent of the version before, which is not what is there', async () => {
    const { put, send, torrentOf } = createCreator()
    await send(put('film.mkv', 'content'))
    await send(put('film.mkv', ''))
    expect(torrentOf('film.mkv')).toBeUndefined()
  })

  it.each([
    ['was archived', archived],
    ['was encrypted', encrypted],
  ])('gets one by the next event once it can, where it %s, and its row says so', async (_, breakIt) => {
    const { disturb, mend } = breakIt()
    const { put, send, row, torrentOf } = createCreator({ disturb })
    const object = put('film.mkv', 'content')
    await send(object)
    mend()
    await send({ ...object, event: 'ObjectRestore:Completed' })
    expect(row(rowId('film.mkv'))).toMatchObject({ status: 'COMPLETED', infoHash: torrentOf('film.mkv')?.infoHash })
    expect(row(rowId('film.mkv'))).not.toHaveProperty('errorCode')
  })

  it('keeps the torrent that it had before it was archived', async () => {
    const { disturb, mend } = archived()
    const { put, send, stored, jobs } = createCreator({ disturb })
    mend()
    const object = put('film.mkv', 'content')
    await send(object)
    const [torrent, rows] = [stored.current({ bucket: BUCKET, key: 'film.mkv.torrent' }), [...jobs.rows.values()]]
    const again = createCreator({ disturb: archived().disturb, rows })
    again.stored.put({ bucket: BUCKET, key: 'film.mkv' }, Buffer.from('content'))
    again.stored.put({ bucket: BUCKET, key: 'film.mkv.torrent' }, torrent?.body ?? Buffer.of(), '', torrent?.metadata)
    await again.send(object)
    expect(again.row(rowId('film.mkv'))).toMatchObject({ status: 'COMPLETED' })
    expect(again.torrentOf('film.mkv')).toBeDefined()
  })

  it('has that noted in the row of its job when it is a recording, which stays COMPLETED', async () => {
    const s3Key = 'recordings/2026/03/04/job-1/clip.mkv'
    const completed = buildJob({ status: 'COMPLETED', s3Bucket: BUCKET, s3Key })
    const { put, send, jobs } = createCreator({ disturb: archived().disturb, rows: [completed] })
    await send(put(s3Key, 'content', { 'chronicle-job-id': completed.jobId }))
    expect([...jobs.rows.values()]).toEqual([{ ...completed, torrentError: new ObjectArchived(s3Key).message }])
  })

  it.each([
    ['of an unknown kind', new Error('S3 is down')],
    ['that may pass', Object.assign(new ObjectArchived('film.mkv'), { retryable: true })],
  ])('is not taken for one because of an error %s: its event is repeated', async (_, error) => {
    const { put, send, jobs } = createCreator({
      createPieces: () => ({ engine: 'refusing', hash: () => Promise.reject(error) }),
    })
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
