import { describe, expect, it } from '@jest/globals'
import { ObjectChanged, type ObjectId, type ObjectStore } from '../src/index.ts'

export type ObjectStoreUnderTest = {
  readonly objects: ObjectStore
  readonly bucket: string
  /** What someone else does to the bucket: an object written without a condition. */
  readonly overwrite: (id: ObjectId, body: Uint8Array) => Promise<unknown>
}

let count = 0

/** What every ObjectStore promises; runs on the fake and on S3. */
export function describeObjectStore(name: string, open: () => ObjectStoreUnderTest): void {
  const freshId = (): ObjectId => {
    count += 1
    return { bucket: open().bucket, key: `contract/${process.pid}/${count} + ünïcödé 100%.bin` }
  }
  const request = { body: Buffer.from('0123456789'), contentType: 'text/plain', metadata: { colour: 'red' } }

  async function collect(chunks: AsyncIterable<Uint8Array>): Promise<string> {
    const all: Uint8Array[] = []
    for await (const chunk of chunks) all.push(chunk)
    return Buffer.concat(all).toString()
  }

  describe(`ObjectStore: ${name}`, () => {
    it('finds nothing where nothing is', async () => {
      await expect(open().objects.head(freshId())).resolves.toBeUndefined()
    })

    it('writes where nothing is, once, and says what is there', async () => {
      const id = freshId()
      await expect(open().objects.put(id, { ...request, onlyIf: 'absent' })).resolves.toBe(true)
      await expect(open().objects.put(id, { ...request, onlyIf: 'absent' })).resolves.toBe(false)
      await expect(open().objects.head(id)).resolves.toMatchObject({
        size: 10,
        metadata: { colour: 'red' },
        etag: expect.stringMatching(/^".+"$/),
      })
    })

    it('lets one of many racing writers be the first', async () => {
      const id = freshId()
      const writes = Array.from({ length: 20 }, () => open().objects.put(id, { ...request, onlyIf: 'absent' }))
      expect((await Promise.all(writes)).filter(Boolean)).toHaveLength(1)
    })

    it('replaces only the object that was meant', async () => {
      const id = freshId()
      await open().objects.put(id, { ...request, onlyIf: 'absent' })
      const before = await open().objects.head(id)
      const onlyIf = { etag: before?.etag ?? '' }
      const body = Buffer.from('new')
      await expect(open().objects.put(id, { ...request, body, onlyIf })).resolves.toBe(true)
      await expect(open().objects.put(id, { ...request, body: Buffer.from('late'), onlyIf })).resolves.toBe(false)
      await expect(open().objects.head(id)).resolves.toMatchObject({ size: 3 })
    })

    it('deletes only the object that was meant, and says whether it did', async () => {
      const id = freshId()
      const { objects } = open()
      await expect(objects.remove(id, { etag: '"none"' })).resolves.toBe(false)
      await objects.put(id, { ...request, onlyIf: 'absent' })
      const before = await objects.head(id)
      await open().overwrite(id, Buffer.from('new'))
      await expect(objects.remove(id, { etag: before?.etag ?? '' })).resolves.toBe(false)
      const { etag = '', versionId } = (await objects.head(id)) ?? {}
      await expect(objects.remove(id, { etag })).resolves.toBe(true)
      await expect(objects.head(id)).resolves.toBeUndefined()
      await expect(objects.head(id, versionId)).resolves.toMatchObject({ size: 3 })
      await expect(objects.remove(id, { etag })).resolves.toBe(false)
      await expect(objects.put(id, { ...request, onlyIf: 'absent' })).resolves.toBe(true)
    })

    it('reads a range, both ends included', async () => {
      const id = freshId()
      await open().objects.put(id, { ...request, onlyIf: 'absent' })
      const { etag = '', versionId = '' } = (await open().objects.head(id)) ?? {}
      await expect(collect(open().objects.read(id, { etag, start: 2, end: 5 }))).resolves.toBe('2345')
      await expect(collect(open().objects.read(id, { etag, versionId, start: 2, end: 5 }))).resolves.toBe('2345')
      await expect(collect(open().objects.read(id, { etag, versionId, start: 9, end: 9 }))).resolves.toBe('9')
    })

    it('never mixes versions: a replaced object is an error, an old version can still be read by its id', async () => {
      const id = freshId()
      await open().objects.put(id, { ...request, onlyIf: 'absent' })
      const before = await open().objects.head(id)
      if (!before?.versionId) throw new Error('the bucket is not versioned')
      await open().overwrite(id, Buffer.from('abcdefghij'))
      const range = { etag: before.etag, start: 0, end: 9 }
      await expect(collect(open().objects.read(id, range))).rejects.toBeInstanceOf(ObjectChanged)
      await expect(collect(open().objects.read(id, { ...range, versionId: before.versionId }))).resolves.toBe(
        '0123456789',
      )
      await expect(open().objects.head(id, before.versionId)).resolves.toEqual(before)
    })
  })
}
