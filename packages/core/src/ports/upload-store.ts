import type { ObjectId } from './object-store.ts'

/** An open multipart upload. */
export type Upload = ObjectId & { readonly uploadId: string }

export type UploadedPart = { readonly partNumber: number; readonly etag: string; readonly sha1: Uint8Array }

/** A part as S3 has it; `size` in bytes. */
export type StoredPart = UploadedPart & { readonly size: number }

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
  /** Gives an upload up; one that is over already stays what it is. */
  abort(upload: Upload): Promise<void>
  /** The parts that are in S3, by their numbers; undefined where there is no such upload: it was completed, aborted, or never begun. */
  parts(upload: Upload): Promise<readonly StoredPart[] | undefined>
  /** The uploads that are open for exactly this object, whoever began them. */
  openFor(id: ObjectId): Promise<readonly Upload[]>
}
