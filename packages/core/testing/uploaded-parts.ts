import type { ObjectParts, TorrentSource } from '../src/index.ts'

export type UploadedPart = { readonly number: number; readonly size: number; readonly sha1?: string | undefined }

/** How an object was uploaded, and what S3 keeps of that. */
export type Upload = {
  readonly parts: readonly UploadedPart[]
  /** Of the object as a whole, in base64. */
  readonly sha1?: string | undefined
  readonly checksumType?: string | undefined
  readonly count?: number | undefined
  readonly size?: number
  readonly etag?: string
}

/** What S3 tells of the parts of an upload, a thousand at a time. */
export const fakeObjectParts = (upload: Upload): ObjectParts & { pages: number } => ({
  pages: 0,
  async page({ etag, size }: TorrentSource, after) {
    this.pages++
    const { sha1, checksumType, count = upload.parts.length } = upload
    const parts = upload.parts.filter(({ number }) => number > after).slice(0, 1000)
    return { etag: upload.etag ?? etag, size: upload.size ?? size, sha1, checksumType, count, parts }
  },
})
