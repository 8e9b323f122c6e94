import { describe, expect, it } from '@jest/globals'
import { type ObjectStore, publishTorrent, type TorrentSource } from '../../src/index.ts'
import { createFakeBucket, createFakeObjectStore } from '../../testing/index.ts'

const id = { bucket: 'bucket', key: 'a.mkv' }
const torrentId = { bucket: 'bucket', key: 'a.mkv.torrent' }

type Turn = (() => unknown) | undefined

/** A bucket in which someone else acts right before a write or a look, by turns; `undefined` lets one pass. */
function contendedBucket() {
  const bucket = createFakeBucket()
  const store = createFakeObjectStore(bucket)
  const [onPut, onHead]: [Turn[], Turn[]] = [[], []]
  const objects: ObjectStore = {
    ...store,
    put: async (...args) => {
      await onPut.shift()?.()
      return store.put(...args)
    },
    head: async (...args) => {
      await onHead.shift()?.()
      return store.head(...args)
    },
  }
  const upload = (content: string): TorrentSource => {
    const { etag, versionId, body } = bucket.put(id, Buffer.from(content))
    return { ...id, etag, versionId, size: body.length }
  }
  const publish = (source: TorrentSource, torrent: string) => publishTorrent({ objects }, source, Buffer.from(torrent))
  const content = () => Buffer.from(bucket.current(torrentId)?.body ?? '').toString()
  return { bucket, upload, publish, content, onPut, onHead }
}

describe('publishTorrent, with others at the same key', () => {
  it('leaves one torrent of fifty writers of the same version, and all succeed', async () => {
    const { bucket, upload, publish } = contendedBucket()
    const source = upload('first')
    const outcomes = await Promise.all(Array.from({ length: 50 }, (_, index) => publish(source, `torrent ${index}`)))
    expect(outcomes.filter((outcome) => outcome === 'published')).toHaveLength(1)
    expect(outcomes.filter((outcome) => outcome === 'already-there')).toHaveLength(49)
    expect(bucket.current(torrentId)?.metadata['source-etag']).toBe(source.etag)
  })

  it.each([
    [0, 1, 2],
    [0, 2, 1],
    [1, 0, 2],
    [1, 2, 0],
    [2, 0, 1],
    [2, 1, 0],
  ])('ends with the torrent of the current version when versions publish in the order %d, %d, %d', async (...order) => {
    const { upload, publish, content } = contendedBucket()
    const sources = ['first', 'second', 'third'].map(upload)
    for (const index of order) {
      const source = sources[index]
      if (source) await publish(source, `torrent ${index}`)
    }
    expect(content()).toBe('torrent 2')
  })

  it('ends with the torrent of the current version when all versions publish at once', async () => {
    const { upload, publish, content } = contendedBucket()
    const sources = ['first', 'second', 'third'].map(upload)
    await Promise.all(sources.map((source, index) => publish(source, `torrent ${index}`)))
    expect(content()).toBe('torrent 2')
  })

  it('is the first after all when the torrent that was in the way is deleted before it is looked at', async () => {
    const { bucket, upload, publish, content, onHead } = contendedBucket()
    bucket.put(torrentId, Buffer.from('in the way'))
    onHead.push(() => bucket.delete(torrentId))
    await expect(publish(upload('first'), 'torrent')).resolves.toBe('published')
    expect(content()).toBe('torrent')
  })

  it('is the first after all when the torrent that it would replace is deleted', async () => {
    const { bucket, upload, publish, content, onPut } = contendedBucket()
    bucket.put(torrentId, Buffer.from('in the way'))
    onPut.push(undefined, () => bucket.delete(torrentId))
    await expect(publish(upload('first'), 'torrent')).resolves.toBe('published')
    expect(content()).toBe('torrent')
  })

  it('looks again when another torrent gets in before its replacement', async () => {
    const { bucket, upload, publish, content, onPut } = contendedBucket()
    bucket.put(torrentId, Buffer.from('stale'))
    onPut.push(undefined, () => bucket.put(torrentId, Buffer.from('stale too')))
    await expect(publish(upload('first'), 'torrent')).resolves.toBe('published')
    expect(content()).toBe('torrent')
  })

  it('never replaces the torrent of a version that was uploaded while it published', async () => {
    const { bucket, upload, publish, content, onPut } = contendedBucket()
    const older = upload('first')
    bucket.put(torrentId, Buffer.from('stale'))
    onPut.push(undefined, async () => {
      const newer = upload('second')
      await publish(newer, 'torrent 2')
    })
    await expect(publish(older, 'torrent 1')).resolves.toBe('superseded')
    expect(content()).toBe('torrent 2')
  })

  it('gives up as something that may be tried again when others keep getting in between', async () => {
    const { bucket, upload, publish, onPut } = contendedBucket()
    let count = 0
    const interfere = () => bucket.put(torrentId, Buffer.from(`stale ${count++}`))
    onPut.push(...Array.from({ length: 20 }, () => interfere))
    await expect(publish(upload('first'), 'torrent')).rejects.toMatchObject({
      name: 'TorrentContended',
      code: 'TORRENT_CONTENDED',
      retryable: true,
      message: expect.stringContaining('a.mkv.torrent'),
    })
  })
})
