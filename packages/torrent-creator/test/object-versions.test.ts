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

  it('starts again, and gets the torrent of the version that there is, before its own event comes', async () => {
    const replaced: CreatedObject[] = []
    const { put, send, torrentOf, jobs } = createCreator({
      disturb: (store) => interrupted(store, () => replaced.push(put('a.bin', replacement))),
    })
    await send(put('a.bin', old))
    expect(torrentOf('a.bin')).toMatchObject({ pieces: piecesOf(replacement), source: replaced[0]?.versionId })
    const after = [...jobs.rows.values()]
    expect(after).toMatchObject([{ status: 'COMPLETED', sourceVersionId: replaced[0]?.versionId }])
    await send(...replaced)
    expect([...jobs.rows.values()]).toEqual(after)
  })

  it('starts again in a bucket without versions, too', async () => {
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => interrupted(withoutVersions(store), () => put('a.bin', replacement)),
    })
    put('a.bin', old)
    await send(id)
    expect(torrentOf('a.bin')?.pieces).toEqual(piecesOf(replacement))
  })

  it('again and again has its event repeated, and no torrent of a mix', async () => {
    let count = 0
    const { put, send, torrentOf } = createCreator({
      disturb: (store) => ({
        ...store,
        read: async function* (...args) {
          yield* store.read(...args)
          put('a.bin', `content ${++count}`)
        },
      }),
    })
    await expect(send(put('a.bin', old))).rejects.toMatchObject({ errors: [{ name: 'ObjectChanged' }] })
    expect(torrentOf('a.bin')?.pieces).toEqual(piecesOf(old))
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
