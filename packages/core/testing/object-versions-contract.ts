import { describe, expect, it } from '@jest/globals'
import type { ObjectId, ObjectVersion, ObjectVersions } from '../src/index.ts'

export type ObjectVersionsUnderTest = {
  readonly versions: ObjectVersions
  readonly bucket: string
  /** What others do to the bucket; `put` answers the id of the new version. */
  readonly put: (id: ObjectId, body: Uint8Array) => Promise<string>
  readonly get: (id: ObjectId) => Promise<string | undefined>
}

let count = 0

/** What every ObjectVersions promises; runs on the fake and on S3. */
export function describeObjectVersions(name: string, open: () => ObjectVersionsUnderTest): void {
  const freshFolder = () => {
    count += 1
    return `versions/${process.pid}/${count} ünïcödé 100%/`
  }
  const body = (text: string) => Buffer.from(text)

  async function listed(prefix: string): Promise<ObjectVersion[]> {
    const { versions, bucket } = open()
    const found: ObjectVersion[] = []
    for await (const version of versions.list(bucket, prefix)) found.push(version)
    return found
  }

  describe(`ObjectVersions: ${name}`, () => {
    it('lists every version of every object below a prefix, and nothing beside it', async () => {
      const { put, bucket } = open()
      const folder = freshFolder()
      const [a, b] = [`${folder}a`, `${folder}b`].map((key) => ({ bucket, key })) as [ObjectId, ObjectId]
      const expected = [
        { ...a, versionId: await put(a, body('1')) },
        { ...a, versionId: await put(a, body('2')) },
        { ...b, versionId: await put(b, body('3')) },
      ]
      await put({ bucket, key: folder.slice(0, -1) }, body('no folder'))
      expect(new Set(await listed(folder))).toEqual(new Set(expected))
      await expect(listed(`${folder}none`)).resolves.toEqual([])
    })

    it('lists by key, an object before those whose keys go on from it, and the last version of each first', async () => {
      const { put, bucket } = open()
      const key = `${freshFolder()}a`
      const expected: ObjectVersion[] = []
      for (const end of ['.torrent', '', ' b', 'ü', '']) {
        const id = { bucket, key: `${key}${end}` }
        expected.unshift({ ...id, versionId: await put(id, body(`${expected.length}`)) })
      }
      const found = await listed(key)
      expect(found.map((version) => version.key.slice(key.length))).toEqual(['', '', ' b', '.torrent', 'ü'])
      expect(found.slice(0, 2)).toEqual(expected.filter((version) => version.key === key))
    })

    it('deletes the very version that it is told, and leaves the others as they are', async () => {
      const { versions, put, get, bucket } = open()
      const folder = freshFolder()
      const id = { bucket, key: `${folder}a` }
      const mine = await put(id, body('mine'))
      const theirs = await put(id, body('theirs'))
      await versions.remove({ ...id, versionId: mine })
      await expect(listed(folder)).resolves.toEqual([{ ...id, versionId: theirs }])
      await expect(get(id)).resolves.toBe('theirs')
      await versions.remove({ ...id, versionId: theirs })
      await expect(listed(folder)).resolves.toEqual([])
      await expect(get(id)).resolves.toBeUndefined()
    })

    it('takes it for done that a version is gone already', async () => {
      const { versions, put, bucket } = open()
      const version = { bucket, key: `${freshFolder()}a` }
      const versionId = await put(version, body('x'))
      await versions.remove({ ...version, versionId })
      await expect(versions.remove({ ...version, versionId })).resolves.toBeUndefined()
    })

    it('lists more than one page', async () => {
      const { put, bucket } = open()
      const folder = freshFolder()
      const keys = Array.from({ length: 1100 }, (_, index) => `${folder}${index}`)
      for (let start = 0; start < keys.length; start += 50)
        await Promise.all(keys.slice(start, start + 50).map((key) => put({ bucket, key }, body('x'))))
      expect(new Set((await listed(folder)).map(({ key }) => key))).toEqual(new Set(keys))
    }, 60_000)
  })
}
