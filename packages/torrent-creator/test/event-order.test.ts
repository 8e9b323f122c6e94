import { torrentId } from '@chronicle/core'
import type { CreatedObject } from '@chronicle/core/testing'
import { propertyRuns } from '@chronicle/core/testing'
import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import { BUCKET, createCreator, piecesOf } from './creator.ts'

const id = { bucket: BUCKET, key: 'a.bin' }
const torrent = { ...id, key: 'a.bin.torrent' }

/** What people do to an object, and what then is told of it. */
type Deed = 'put' | 'put empty' | 'put again' | 'delete' | 'expire' | 'delete newest version' | 'delete oldest version'
const deeds: readonly Deed[] = [
  ...(['put', 'put', 'put empty', 'put again', 'delete', 'expire'] as const),
  ...(['delete newest version', 'delete oldest version'] as const),
]

/** The creator, with a bucket in which deeds are done; each answers its event, if S3 would send one. */
function world(onHead: () => void = () => {}) {
  const creator = createCreator({
    disturb: (store) => ({
      ...store,
      head: async (...args) => {
        const found = await store.head(...args)
        onHead()
        return found
      },
    }),
  })
  const { put, stored } = creator
  let count = 0
  const removeVersion = (versionId: string | undefined): CreatedObject[] => {
    if (versionId === undefined) return []
    stored.deleteVersion(id, versionId)
    return [{ ...id, versionId, event: 'ObjectRemoved:Delete' }]
  }
  const mark = (event: string): CreatedObject[] =>
    stored.current(id) ? [{ ...id, versionId: stored.mark(id).versionId, event }] : []
  const act = (deed: Deed): CreatedObject[] => {
    const versions = stored.versions(BUCKET, 'a.bin').filter(({ key }) => key === id.key)
    if (deed === 'put') return [put(id.key, `content ${++count}`)]
    if (deed === 'put empty') return [put(id.key, '')]
    if (deed === 'put again') return [put(id.key, 'the same')]
    if (deed === 'delete') return mark('ObjectRemoved:DeleteMarkerCreated')
    if (deed === 'expire') return mark('LifecycleExpiration:DeleteMarkerCreated')
    return removeVersion(versions.at(deed === 'delete newest version' ? -1 : 0)?.versionId)
  }
  return { ...creator, act }
}

/** What must hold when everything has been told: there is a torrent where there is something to describe, and it does. */
function expectTruth({ stored, torrentOf, row }: ReturnType<typeof world>, hadEvents: boolean) {
  const object = stored.current(id)
  const said = stored.current(torrent)
  const noted = row(torrentId(id))
  if (object && object.body.length > 0) {
    expect(torrentOf(id.key)).toMatchObject({ pieces: piecesOf(object.body), source: object.versionId })
    expect(noted).toMatchObject({
      status: 'COMPLETED',
      sourceVersionId: object.versionId,
      infoHash: torrentOf(id.key)?.infoHash,
    })
    expect(noted).not.toHaveProperty('torrentWithdrawnAt')
    return
  }
  expect(said).toBeUndefined()
  if (object) expect(noted).toMatchObject({ status: 'FAILED', errorCode: 'EMPTY_OBJECT' })
  else if (hadEvents && noted)
    expect(noted).toMatchObject({ status: 'CANCELLED', torrentWithdrawnAt: expect.any(String) })
  if (!object && noted) expect(noted).not.toHaveProperty('infoHash')
}

describe('the torrent of an object, after whatever happened to it', () => {
  const told = fc.array(fc.record({ deed: fc.constantFrom(...deeds), repeats: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 8,
  })

  it('is that of its current version, or gone with it, in whichever order events come, late and twice', async () => {
    await fc.assert(
      fc.asyncProperty(told, fc.infiniteStream(fc.nat()), async (happenings, order) => {
        const there = world()
        const late: CreatedObject[] = []
        for (const { deed, repeats } of happenings) {
          for (const event of there.act(deed)) late.push(...Array.from({ length: repeats }, () => event))
          // Some are told at once, others when all is over.
          while (late.length > 0 && Number(order.next().value) % 3 === 0)
            await there.send(...late.splice(Number(order.next().value) % late.length, 1))
        }
        const any = late.length > 0
        while (late.length > 0) await there.send(...late.splice(Number(order.next().value) % late.length, 1))
        expectTruth(there, any)
      }),
      { numRuns: propertyRuns(500) },
    )
  })

  it('is that also where deeds fall between the steps of those who tell, all at once', async () => {
    await fc.assert(
      fc.asyncProperty(told, fc.infiniteStream(fc.nat()), async (happenings, when) => {
        const waiting = happenings.map(({ deed }) => deed)
        const sent: Promise<unknown>[] = []
        const failed: CreatedObject[] = []
        const tell = (event: CreatedObject) =>
          sent.push(
            there.send(event).catch(() => {
              failed.push(event) // Lambda repeats it
            }),
          )
        const next = () => {
          const deed = waiting.shift()
          if (deed !== undefined) for (const event of there.act(deed)) tell(event)
        }
        const there = world(() => {
          if (Number(when.next().value) % 2 === 0) next()
        })
        while (waiting.length > 0) {
          next()
          await sent.at(-1)
        }
        for (let done = 0; done < sent.length; done++) await sent[done]
        while (failed.length > 0) await there.send(failed.pop() as CreatedObject)
        expectTruth(there, sent.length > 0)
      }),
      { numRuns: propertyRuns(500) },
    )
  })
})

describe('an object that is deleted', () => {
  it('loses its torrent, and its row says when', async () => {
    const there = world()
    await there.send(...there.act('put'))
    await there.send(...there.act('delete'))
    expect(there.stored.keys()).toEqual([])
    expect(there.row(torrentId(id))).toMatchObject({
      status: 'CANCELLED',
      statusReason: 'the object was deleted',
      torrentWithdrawnAt: there.clock.now().toISOString(),
    })
    expect(there.metrics.counted).toContainEqual(expect.objectContaining({ name: 'TorrentWithdrawn' }))
  })

  it('leaves a torrent that somebody else put there', async () => {
    const there = world()
    there.stored.put(torrent, Buffer.from("somebody's"))
    await there.send({ ...id, event: 'ObjectRemoved:Delete' })
    expect(there.stored.current(torrent)).toBeDefined()
  })

  it('for good takes the version of its torrent with it, so that a purge leaves nothing', async () => {
    const there = world()
    await there.send(...there.act('put'))
    await there.send(...there.act('delete newest version'))
    expect(there.stored.versions(BUCKET, '')).toEqual([])
  })

  it('while its torrent is made, by a purge, leaves nothing', async () => {
    let isPurged = false
    const creator = createCreator({
      disturb: (store) => ({
        ...store,
        read: async function* (...args) {
          yield* store.read(...args)
          if (!isPurged) creator.stored.deleteVersion(id, 'v1')
          isPurged = true
        },
      }),
    })
    await creator.send(creator.put(id.key, 'content'))
    expect(isPurged).toBe(true)
    expect(creator.stored.keys()).toEqual([])
    expect(creator.stored.versions(BUCKET, '')).toEqual([])
    expect(creator.torrentOf(id.key)).toBeUndefined()
  })
})
