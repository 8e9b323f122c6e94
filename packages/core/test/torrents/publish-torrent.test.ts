import { describe, expect, it } from '@jest/globals'
import { isTorrentOf, publishTorrent, type TorrentSource, torrentKey } from '../../src/index.ts'
import { sourceJobOf } from '../../src/torrents/publish-torrent.ts'
import { createFakeBucket, createFakeObjectStore } from '../../testing/index.ts'

const id = { bucket: 'bucket', key: 'recordings/a.mkv' }
const torrentId = { bucket: 'bucket', key: 'recordings/a.mkv.torrent' }

/** A bucket, and what someone puts into it. */
function setUp() {
  const bucket = createFakeBucket()
  const objects = createFakeObjectStore(bucket)
  const upload = (content: string): TorrentSource => {
    const { etag, versionId, body } = bucket.put(id, Buffer.from(content))
    return { ...id, etag, versionId, size: body.length }
  }
  const publish = (source: TorrentSource, torrent: string) => publishTorrent({ objects }, source, Buffer.from(torrent))
  const torrent = () => {
    const stored = bucket.current(torrentId)
    return stored && { content: Buffer.from(stored.body).toString(), ...stored }
  }
  return { bucket, upload, publish, torrent }
}

describe('publishTorrent', () => {
  it('puts the torrent beside its object, with the version that it describes', async () => {
    const { upload, publish, torrent } = setUp()
    const source = upload('first')
    await expect(publish(source, 'torrent 1')).resolves.toBe('published')
    expect(torrentKey(id.key)).toBe(torrentId.key)
    expect(torrent()).toMatchObject({
      content: 'torrent 1',
      contentType: 'application/x-bittorrent',
      metadata: { 'source-etag': source.etag, 'source-size': '5', 'source-version-id': source.versionId },
    })
  })

  it('leaves the torrent of the same version alone, whoever made it', async () => {
    const { upload, publish, torrent } = setUp()
    const source = upload('first')
    await publish(source, 'by the recorder')
    await expect(publish(source, 'by the event')).resolves.toBe('already-there')
    expect(torrent()?.content).toBe('by the recorder')
  })

  it('replaces the torrent of an older version', async () => {
    const { upload, publish, torrent } = setUp()
    await publish(upload('first'), 'torrent 1')
    await expect(publish(upload('second'), 'torrent 2')).resolves.toBe('published')
    expect(torrent()?.content).toBe('torrent 2')
  })

  it('tells versions of the same bytes apart', async () => {
    const { upload, publish, torrent } = setUp()
    await publish(upload('same'), 'torrent 1')
    await expect(publish(upload('same'), 'torrent 2')).resolves.toBe('published')
    expect(torrent()?.content).toBe('torrent 2')
  })

  it('drops the torrent of an older version that comes late', async () => {
    const { upload, publish, torrent } = setUp()
    const [older, newer] = [upload('first'), upload('second')]
    await publish(newer, 'torrent 2')
    await expect(publish(older, 'torrent 1')).resolves.toBe('superseded')
    expect(torrent()?.content).toBe('torrent 2')
  })

  it('drops the late torrent of an older version also when both have the same bytes', async () => {
    const { upload, publish, torrent } = setUp()
    const [older, newer] = [upload('same'), upload('same')]
    await publish(newer, 'torrent 2')
    await expect(publish(older, 'torrent 1')).resolves.toBe('superseded')
    expect(torrent()?.content).toBe('torrent 2')
  })

  it('drops the torrent of an object that is gone, where another torrent is there', async () => {
    const { bucket, upload, publish, torrent } = setUp()
    const source = upload('first')
    bucket.put(torrentId, Buffer.from('by hand'))
    bucket.delete(id)
    await expect(publish(source, 'torrent 1')).resolves.toBe('superseded')
    expect(torrent()?.content).toBe('by hand')
  })

  it('replaces a torrent that says nothing of its source, since nobody knows what it describes', async () => {
    const { bucket, upload, publish, torrent } = setUp()
    bucket.put(torrentId, Buffer.from('by hand'))
    await expect(publish(upload('first'), 'torrent 1')).resolves.toBe('published')
    expect(torrent()?.content).toBe('torrent 1')
  })

  it('does without version ids in a bucket that has none', async () => {
    const bucket = createFakeBucket()
    const { head, ...others } = createFakeObjectStore(bucket)
    const unversioned = async (object: typeof id) => {
      const { versionId: _, ...found } = (await head(object)) ?? { size: 0, etag: '', metadata: {} }
      return found.etag === '' ? undefined : found
    }
    const { etag } = bucket.put(id, Buffer.from('first'))
    const publish = () =>
      publishTorrent({ objects: { ...others, head: unversioned } }, { ...id, etag, size: 5 }, Buffer.from('torrent'))
    await expect(publish()).resolves.toBe('published')
    await expect(publish()).resolves.toBe('already-there')
    expect(bucket.current(torrentId)?.metadata).toEqual({ 'source-etag': etag, 'source-size': '5' })
  })
})

describe('isTorrentOf', () => {
  const source = { ...id, etag: '"e"', versionId: 'v1', size: 5 }
  const metadata = { 'source-etag': '"e"', 'source-version-id': 'v1', 'source-size': '5' }

  it('knows the torrent of this very version, whatever else its metadata says', () => {
    expect(isTorrentOf(source, { ...metadata, colour: 'red' })).toBe(true)
  })

  it.each(['source-etag', 'source-version-id', 'source-size'])('wants %s to agree', (name) => {
    expect(isTorrentOf(source, { ...metadata, [name]: 'other' })).toBe(false)
    expect(isTorrentOf(source, Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== name)))).toBe(
      false,
    )
  })
})

describe('sourceJobOf', () => {
  it.each([
    ['job-1', 'job-1'],
    ['', undefined], // no row can be asked for by it
    ['a job of mine', undefined],
  ])('takes "%s" for %s', (said, jobId) => {
    expect(sourceJobOf({ 'source-job-id': said })).toBe(jobId)
  })
})
