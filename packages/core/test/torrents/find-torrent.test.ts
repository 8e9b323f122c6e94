import { describe, expect, it } from '@jest/globals'
import { findTorrent, makeTorrent, publishTorrent } from '../../src/index.ts'
import { createFakeBucket, createFakeObjectStore } from '../../testing/index.ts'

const object = { bucket: 'recordings', key: 'recordings/2026/03/04/job-1/a b.mkv', etag: 'one', size: 1000 }
const made = makeTorrent(
  object,
  new Uint8Array(20).fill(7),
  { trackers: ['udp://tracker.example:1337/announce'], publicBaseUrl: 'https://cdn.example' },
  new Date('2026-03-04T05:06:07.000Z'),
)

async function published() {
  const objects = createFakeObjectStore(createFakeBucket())
  await publishTorrent({ objects }, object, made.torrent)
  return objects
}

describe('findTorrent', () => {
  it('says of a torrent that is there what was said when it was made', async () => {
    const { infoHash, magnet, pieceLength } = made
    expect(await findTorrent(await published(), object)).toEqual({ infoHash, magnet, pieceLength })
  })

  it('finds none for another version of the object, and none where there is none', async () => {
    expect(await findTorrent(await published(), { ...object, etag: 'two' })).toBeUndefined()
    expect(await findTorrent(createFakeObjectStore(createFakeBucket()), object)).toBeUndefined()
  })
})
