import type { ObjectId } from './object-store.ts'

/** An open multipart upload. */
export type Upload = ObjectId & { readonly uploadId: string }

export type UploadedPart = { readonly partNumber: number; readonly etag: string; readonly sha1: Uint8Array }

/** S3 multipart uploads, as far as a recording needs them: parts carry SHA-1 checksums, so that a torrent can be made of them. */
export interface UploadStore {
  /** Whether an object is there already. */
  exists(id: ObjectId): Promise<boolean>
  begin(
    id: ObjectId,
    about: { readonly contentType: string; readonly metadata: Readonly<Record<string, string>> },
  ): Promise<Upload>
  /** Uploads a part, or replaces the part of that number. S3 refuses bytes that do not match the checksum. */
  uploadPart(upload: Upload, partNumber: number, body: Uint8Array, sha1: Uint8Array): Promise<UploadedPart>
  /**
   * Makes the object of the parts, in order, where no object is there yet. Throws ObjectExists otherwise; the upload stays open.
   */
  complete(
    upload: Upload,
    parts: readonly UploadedPart[],
  ): Promise<{ readonly etag: string; readonly versionId?: string }>
  /** Gives the upload up, with all its parts. One that is over already is no error. */
  abort(upload: Upload): Promise<void>
}
