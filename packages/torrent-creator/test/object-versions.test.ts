import type { ObjectStore } from '@chronicle/core'
import type { CreatedObject } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import { BUCKET, createCreator, piecesOf } from './creator.ts'

const id = { bucket: BUCKET, key: 'a.bin' }

/** A store on which something happens in the middle of the first read. */
function interrupted(store: ObjectStore, happen: () => unknown): ObjectStore {
  let happened = false
  return {
    ...store,
    read: async function* (...args) {
      for await (const chunk of store.read(...args)) {
        yield chunk.subarray(0, 1)
        if (!happened) happen()
        happened = true
        yield chunk.subarray(1)
      }
    },
  }
}

function withoutVersions(store: ObjectStore): ObjectStore {
  return {
    ...store,
    head: async (object) => {
      const found = await store.head(object)
      return found && { size: found.size, etag: found.etag, metadata: found.metadata }
    },
  }
}

describe('an object that is replaced while it is hashed', () => {
  const [old, replacement] = [Buffer.alloc(20_000_000, 1), Buffer.alloc(20_000_000, 2)]

  it('in a versioned bucket gets the torrent of the version that was read, then that of the one there is', async () => {
    const replaced: CreatedObject[] = []
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => interrupted(store, () => replaced.push(put('a.bin', replacement))),
    })
    const first = put('a.bin', old)
    await send(first)
    expect(torrentOf('a.bin')).toMatchObject({ pieces: piecesOf(old), source: first.versionId })
    await send(...replaced)
    expect(torrentOf('a.bin')).toMatchObject({ pieces: piecesOf(replacement), source: replaced[0]?.versionId })
  })

  it('in a bucket without versions gets the torrent of the bytes that were read, then that of the ones there are', async () => {
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => interrupted(withoutVersions(store), () => put('a.bin', replacement)),
    })
    put('a.bin', old)
    await send(id)
    expect(torrentOf('a.bin')?.pieces).toEqual(piecesOf(old))
    await send(id)
    expect(torrentOf('a.bin')?.pieces).toEqual(piecesOf(replacement))
  })

  it('before its first byte was read gets none in a bucket without versions, and the event is repeated', async () => {
    let isReplaced = false
    const { put, send, torrentOf, jobs } = createCreator({
      disturb: (store) => ({
        ...withoutVersions(store),
        read: (object, range) => {
          if (!isReplaced) put('a.bin', replacement)
          isReplaced = true
          return store.read(object, range)
        },
      }),
    })
    put('a.bin', old)
    await expect(send(id)).rejects.toMatchObject({ errors: [{ name: 'ObjectChanged' }] })
    expect([torrentOf('a.bin'), jobs.rows.size]).toEqual([undefined, 0])
    await send(id)
    expect(torrentOf('a.bin')?.pieces).toEqual(piecesOf(replacement))
  })
})

describe('the torrent of an object', () => {
  it('is never made of fewer bytes than the object has', async () => {
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => ({ ...store, read: (object, range) => store.read(object, { ...range, end: range.end - 1 }) }),
    })
    await expect(send(put('a.bin', 'content'))).rejects.toMatchObject({ errors: [{ name: 'ObjectChanged' }] })
    expect(torrentOf('a.bin')).toBeUndefined()
  })

  it('follows its object from version to version, and a late event of an old one changes nothing', async () => {
    const { put, send, torrentOf, row, jobs } = createCreator()
    const [older, newer] = [put('a.bin', 'first'), put('a.bin', 'second')]
    await send(newer)
    await send(older)
    expect(torrentOf('a.bin')).toMatchObject({ pieces: piecesOf('second'), source: newer.versionId })
    const [jobId = ''] = jobs.rows.keys()
    expect(row(jobId)).toMatchObject({ size: 6, sourceVersionId: newer.versionId })
  })

  it('is left alone, byte for byte, by an event that is repeated, and so is its row', async () => {
    const { put, send, stored, jobs, clock } = createCreator()
    const object = put('a.bin', 'content')
    await send(object)
    const [torrent, rows] = [stored.current({ ...id, key: 'a.bin.torrent' }), [...jobs.rows.values()]]
    clock.advance(60_000)
    await send(object, object)
    expect(stored.current({ ...id, key: 'a.bin.torrent' })).toBe(torrent)
    expect([...jobs.rows.values()]).toEqual(rows)
  })

  it('is one, however many events of it come at once', async () => {
    const { put, send, stored } = createCreator()
    const object = put('a.bin', 'content')
    await send(...Array.from({ length: 20 }, () => object))
    const all = stored.keys().filter((key) => key.endsWith('.torrent'))
    expect(all).toEqual([`${BUCKET}/a.bin.torrent`])
    expect(stored.current({ ...id, key: 'a.bin.torrent' })?.versionId).toBe('v2')
  })
})
