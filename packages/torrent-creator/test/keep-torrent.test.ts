import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator, piecesOf } from './creator.ts'

describe('an object that appears in the bucket', () => {
  it.each([
    'test-file.txt',
    'a b/c d.bin',
    'C++ notes.txt',
    '100%.txt',
    '%41.txt',
    'emoji 🚀 ünïcödé.mkv',
    '-rf',
    'recordings/2026/03/04/job-1/clip.mkv',
    'quotes \' and " (brackets).txt',
    'x.torrent.mkv',
    'recordings/a=b&c=d;e,f@g:h',
  ])('gets a torrent beside it when its key is %s', async (key) => {
    const { put, send, torrentOf, stored } = createCreator()
    await send(put(key, 'content'))
    expect(torrentOf(key)).toMatchObject({
      name: key.split('/').at(-1),
      length: 7,
      pieces: piecesOf('content'),
      trackers: ['udp://tracker.example:1337/announce'],
    })
    expect(stored.keys()).toEqual([`${BUCKET}/${key}`, `${BUCKET}/${key}.torrent`])
  })

  it.each([
    ['a torrent', 'a.torrent'],
    ['a torrent in capitals', 'a.TORRENT'],
    ['a torrent of a torrent', 'a.mkv.torrent.torrent'],
    ['what is internal', '.chronicle/spool/part-1'],
  ])('gets none when it is %s', async (_, key) => {
    const { put, send, stored, jobs } = createCreator()
    await send(put(key, 'content'))
    expect(stored.keys()).toEqual([`${BUCKET}/${key}`])
    expect(jobs.rows.size).toBe(0)
  })

  it.each([
    ['.chronicle.txt', 'a name that only begins like the internal folder'],
    ['recordings/.chronicle/a', 'a folder of that name elsewhere'],
    ['torrent', 'a name without the dot'],
  ])('gets one as %s, %s', async (key) => {
    const { put, send, torrentOf } = createCreator()
    await send(put(key, 'content'))
    expect(torrentOf(key)).toBeDefined()
  })

  it('gets none in a bucket that is not ours, where ours is set', async () => {
    const { put, send, torrentOf } = createCreator({ onlyBucket: 'another-bucket' })
    await send(put('a.txt', 'content'))
    expect(torrentOf('a.txt')).toBeUndefined()
  })

  it('is read once, from its first byte to its last', async () => {
    const ranges: [number, number][] = []
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => ({
        ...store,
        read: (id, range) => {
          ranges.push([range.start, range.end])
          return store.read(id, range)
        },
      }),
    })
    const content = Buffer.alloc(17 * 1024 * 1024 + 1, 'chronicle')
    await send(put('large.bin', content))
    expect(ranges).toEqual([[0, content.length - 1]])
    expect(torrentOf('large.bin')?.pieces).toEqual(piecesOf(content))
  })

  it('is left alone when it is gone by the time of its event', async () => {
    const { put, send, stored, jobs, log } = createCreator()
    const object = put('a.txt', 'content')
    stored.delete({ bucket: BUCKET, key: 'a.txt' })
    await send(object)
    expect([stored.keys(), jobs.rows.size]).toEqual([[], 0])
    expect(log.lines).toMatchObject([{ level: 'info', message: 'object is gone', fields: { isWithdrawn: false } }])
  })
})

describe('an event of several objects', () => {
  it('gives the others their torrents when one fails, and fails, so that Lambda repeats it', async () => {
    let isDown = true
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => ({
        ...store,
        read: (id, range) => {
          if (isDown && id.key === 'bad.txt') throw new Error('S3 is down')
          return store.read(id, range)
        },
      }),
    })
    const created = [put('first.txt', 'one'), put('bad.txt', 'two'), put('last.txt', 'three')]
    await expect(send(...created)).rejects.toThrow('1 of 3 objects could not be served')
    expect(torrentOf('first.txt')).toMatchObject({ pieces: piecesOf('one') })
    expect(torrentOf('bad.txt')).toBeUndefined()
    expect(torrentOf('last.txt')).toMatchObject({ pieces: piecesOf('three') })

    isDown = false
    await expect(send(...created)).resolves.toBeUndefined()
    expect(torrentOf('bad.txt')).toMatchObject({ pieces: piecesOf('two') })
  })

  it('does nothing when there are none', async () => {
    await expect(createCreator().send()).resolves.toBeUndefined()
  })
})
