import { createHash } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { ObjectExists, type ObjectId, type UploadStore } from '../src/index.ts'

export type UploadStoreUnderTest = {
  readonly uploads: UploadStore
  readonly bucket: string
  readonly read: (id: ObjectId) => Promise<Uint8Array>
}

/** The least that S3 takes for a part that is not the last. */
const FULL_PART = 5 * 1024 * 1024
const sha1 = (bytes: Uint8Array) => createHash('sha1').update(bytes).digest()
const about = { contentType: 'video/x-matroska', metadata: { 'chronicle-job-id': 'job-1' } }

let count = 0

/** What every UploadStore promises; runs on the fake and on S3. */
export function describeUploadStore(name: string, open: () => UploadStoreUnderTest): void {
  const freshId = (): ObjectId => {
    count += 1
    return { bucket: open().bucket, key: `recordings/contract-${process.pid}-${count}.mkv` }
  }

  describe(`UploadStore: ${name}`, () => {
    it('makes an object of its parts in order, of which one was replaced', async () => {
      const { uploads, read } = open()
      const id = freshId()
      const [draft, head, tail] = [Buffer.alloc(FULL_PART, 1), Buffer.alloc(FULL_PART, 2), Buffer.from('tail')]
      const upload = await uploads.begin(id, about)
      await uploads.uploadPart(upload, 1, draft, sha1(draft))
      const last = await uploads.uploadPart(upload, 2, tail, sha1(tail))
      const first = await uploads.uploadPart(upload, 1, head, sha1(head))
      await expect(uploads.exists(id)).resolves.toBe(false)
      await uploads.complete(upload, [first, last])
      await expect(uploads.exists(id)).resolves.toBe(true)
      expect(Buffer.concat([head, tail]).equals(await read(id))).toBe(true)
    })

    it('refuses bytes that do not match their checksum', async () => {
      const { uploads } = open()
      const upload = await uploads.begin(freshId(), about)
      await expect(uploads.uploadPart(upload, 1, Buffer.from('these'), sha1(Buffer.from('those')))).rejects.toThrow()
      await uploads.abort(upload)
    })

    it('never replaces an object that is there, and keeps the upload', async () => {
      const { uploads, read } = open()
      const id = freshId()
      const [mine, theirs] = [Buffer.from('mine'), Buffer.from('theirs')]
      const [first, second] = [await uploads.begin(id, about), await uploads.begin(id, about)]
      const firstPart = await uploads.uploadPart(first, 1, theirs, sha1(theirs))
      const secondPart = await uploads.uploadPart(second, 1, mine, sha1(mine))
      await uploads.complete(first, [firstPart])
      await expect(uploads.complete(second, [secondPart])).rejects.toBeInstanceOf(ObjectExists)
      expect(theirs.equals(await read(id))).toBe(true)
      await uploads.abort(second)
    })

    it('tells the parts that are in S3, by their numbers, with what a torrent needs of them', async () => {
      const { uploads } = open()
      const [first, third] = [Buffer.alloc(FULL_PART, 1), Buffer.from('third')]
      const upload = await uploads.begin(freshId(), about)
      await expect(uploads.parts(upload)).resolves.toEqual([])
      const sent = [
        { ...(await uploads.uploadPart(upload, 3, third, sha1(third))), size: 5 },
        { ...(await uploads.uploadPart(upload, 1, first, sha1(first))), size: FULL_PART },
      ]
      const parts = await uploads.parts(upload)
      expect(parts?.map((part) => ({ ...part, sha1: Buffer.from(part.sha1) }))).toEqual(sent.reverse())
      await uploads.abort(upload)
    })

    it('completes by the parts that it told', async () => {
      const { uploads, read } = open()
      const id = freshId()
      const upload = await uploads.begin(id, about)
      await uploads.uploadPart(upload, 1, Buffer.from('content'), sha1(Buffer.from('content')))
      await uploads.complete(upload, (await uploads.parts(upload)) ?? [])
      expect(Buffer.from(await read(id)).toString()).toBe('content')
    })

    it('knows no parts of an upload that is over, nor of one that never was', async () => {
      const { uploads } = open()
      const [completed, aborted] = [await uploads.begin(freshId(), about), await uploads.begin(freshId(), about)]
      const part = await uploads.uploadPart(completed, 1, Buffer.from('x'), sha1(Buffer.from('x')))
      await uploads.complete(completed, [part])
      await uploads.abort(aborted)
      for (const over of [completed, aborted, { ...aborted, uploadId: 'never-begun' }])
        await expect(uploads.parts(over)).resolves.toBeUndefined()
    })

    it('finds the uploads that are open for an object, and not those of another whose key begins like it', async () => {
      const { uploads } = open()
      const id = freshId()
      await expect(uploads.openFor(id)).resolves.toEqual([])
      const mine = [await uploads.begin(id, about), await uploads.begin(id, about)]
      const longer = await uploads.begin({ ...id, key: `${id.key}.more` }, about)
      const over = await uploads.begin(id, about)
      await uploads.abort(over)
      const found = await uploads.openFor(id)
      expect(found.map(({ uploadId }) => uploadId).sort()).toEqual(mine.map(({ uploadId }) => uploadId).sort())
      for (const upload of [...mine, longer]) await uploads.abort(upload)
    })

    it('leaves nothing of an upload that was aborted', async () => {
      const { uploads } = open()
      const id = freshId()
      const upload = await uploads.begin(id, about)
      await uploads.uploadPart(upload, 1, Buffer.from('x'), sha1(Buffer.from('x')))
      await uploads.abort(upload)
      await uploads.abort(upload)
      await expect(uploads.exists(id)).resolves.toBe(false)
      await expect(uploads.abort(upload)).resolves.toBeUndefined()
    })
  })
}
